// A server's project: no DOM library, no bundler.
import { collection, createEngine } from 'tablattice/node';
import { check, createCheck } from 'tablattice/rules';

const rooms = collection<{ id: string; name: string }>({ endpoint: 'http://rooms.test/rooms' });

export const engine = createEngine({ scope: 'shop:user-1', collections: { rooms }, wasm: new Uint8Array() });
export const refusal = check('availability', { op: 'delete', row: {} });
export const own = createCheck({ factory: async () => null, wasm: new URL('file:///tasks.wasm') });
