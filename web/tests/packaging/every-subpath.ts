// Every subpath's types, read by a strict TypeScript project that checks its libraries too.
import { createCheck, check, type Check } from 'tablattice/rules';
import { createEngine, collection, type Engine, type View, type ViewResult } from 'tablattice';
import * as availability from 'tablattice/availability';
import * as inline from 'tablattice/inline';
import * as node from 'tablattice/node';
import { EngineProvider, useView } from 'tablattice/react';

interface Room {
  id: string;
  name: string;
}

const rooms = collection<Room>({ endpoint: '/rooms' });
const options = { scope: 'shop:user-1', collections: { rooms } };

export const engines: Promise<Engine<{ rooms: typeof rooms }>>[] = [
  createEngine(options),
  inline.createEngine(options),
  node.createEngine(options),
];

export async function names(): Promise<string[]> {
  const engine = await node.createEngine(options);
  const view: View<Room> = engine.view({ from: 'rooms', orderBy: 'name' });
  const result: ViewResult<Room> = view.get();
  return result.rows.map(({ name }) => name);
}

export const checks: Check[] = [check, createCheck({ factory: async () => null, wasm: new Uint8Array() })];
export const bytes: Promise<ArrayBuffer> = inline.inflate('');
export const hooks = { EngineProvider, useView, availability };
