// What TypeScript infers from a collection's row type, and what it must refuse. Checked by tsc; it never runs.
import { collection, createEngine, type Engine } from '../../engine/index.js';

interface Slot {
  id: string;
  therapistId: string;
  date: string;
  startTime: string;
  isActive: boolean;
  version: number;
  address: { city: string };
}

const collections = {
  slots: collection<Slot>({ endpoint: '/api/slots' }),
  other: collection({ endpoint: '/api/other' }),
};

export async function inferred(): Promise<Engine> {
  const engine = await createEngine({ scope: 'clinic:user-42', collections });
  const slots = engine.collection('slots');
  const saved = await slots.create({ therapistId: 'th-7' });
  const week = engine.view({
    from: 'slots',
    where: { isActive: true, date: { gte: '2026-12-01' }, 'address.city': 'Bern', $or: [{ therapistId: 'th-7' }] },
    orderBy: ['date', '-startTime'],
    aggregates: { perTherapist: { op: 'count', groupBy: 'therapistId' }, last: { op: 'max', field: 'date' } },
  });
  const texts: (string | undefined)[] = [saved.therapistId, week.get().rows[0].date, slots.get('a')?.startTime];
  const active: boolean = engine.getState().slots.entities.a.isActive;
  await slots.update(saved.id, { isActive: !active, therapistId: null });
  engine.collection('other').get(17)?.anything.goes(texts);
  return engine;
}

export async function refused() {
  const engine = await createEngine({ scope: 'clinic:user-42', collections });
  // @ts-expect-error: there is no such collection
  engine.collection('rooms');
  // @ts-expect-error: there is no such collection
  engine.view({ from: 'rooms' });
  // @ts-expect-error: there is no such field
  engine.view({ from: 'slots', where: { colour: 'red' } });
  // @ts-expect-error: the field is a boolean
  engine.view({ from: 'slots', where: { isActive: 'yes' } });
  // @ts-expect-error: there is no such field
  engine.view({ from: 'slots', orderBy: '-colour' });
  // @ts-expect-error: a sum needs a field
  engine.view({ from: 'slots', aggregates: { total: { op: 'sum' } } });
  // @ts-expect-error: there is no such field
  await engine.collection('slots').create({ colour: 'red' });
  // @ts-expect-error: there is no such field
  collection<Slot>({ endpoint: '/api/slots', key: 'colour' });
  // @ts-expect-error: a result is not to be changed
  engine.view({ from: 'slots' }).get().rows[0].date = '';
}
