// The package's types as a strict TypeScript project sees them.
import { collection, createEngine, type Engine } from 'tablattice';
import { check } from 'tablattice/rules';

interface Room {
  id: string;
  name: string;
  version: number;
}

export async function nameOf(): Promise<string | undefined> {
  const engine = await createEngine({
    scope: 'shop:user-1',
    collections: { rooms: collection<Room>({ endpoint: '/rooms' }) },
  });
  const anyEngine: Engine = engine;
  void anyEngine.status().client;
  // @ts-expect-error: there is no such collection
  engine.collection('cellars');
  return engine.collection('rooms').get('room-1')?.name;
}

export const refuse = check;
