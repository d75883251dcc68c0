// What TypeScript infers from a collection's row type, and what it must refuse. Checked by tsc; it never runs. The packaging
// tests check it once more against the packed tarball, under each way of resolving modules.
import { collection, createEngine, type Engine } from '../../engine/index.js';

interface Slot {
  id: string;
  therapistId: string;
  date: string;
  startTime: string;
  isActive: boolean;
  version: number;
  price?: number | null;
  address: { city: string; place?: { floor: number } };
  tags: string[];
  parent?: Slot;
}

const collections = {
  slots: collection<Slot>({ endpoint: '/api/slots' }),
  other: collection({ endpoint: '/api/other' }),
};

const open = () => createEngine({ scope: 'clinic:user-42', collections });

/** Compiles only where both are the same type. */
type Same<One, Other> =
  (<Probe>() => Probe extends One ? 1 : 2) extends <Probe>() => Probe extends Other ? 1 : 2 ? true : never;
const same = <One, Other>(same: Same<One, Other>) => same;

export async function inferred(): Promise<Engine> {
  const engine = await open();
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

export async function paths() {
  const engine = await open();
  engine.view({
    from: 'slots',
    where: {
      'address.city': { prefix: 'B' },
      'address.place.floor': { between: [1, 3] },
      'parent.address.city': { in: ['Bern', null] },
      $not: { price: null },
    },
    orderBy: ['-address.place.floor', 'address.city', 'parent.date'],
  });
  engine.view({ from: 'other', where: { anything: 1, 'any.path': { prefix: 'x' } }, orderBy: '-any.path' });
}

export async function aggregates() {
  const engine = await open();
  const asked = {
    count: { op: 'count' },
    total: { op: 'sum', field: 'price' },
    last: { op: 'max', field: 'date' },
    perCity: { op: 'count', groupBy: 'address.city' },
    firstPerFloor: { op: 'min', field: 'date', groupBy: 'address.place.floor' },
  } as const;
  const values = engine.view({ from: 'slots', aggregates: asked }).get().aggregates;
  const view = engine.view({
    from: 'slots',
    aggregates: { dearest: { op: 'max', field: 'price', groupBy: 'isActive' } },
  });
  return [
    same<typeof values.count, number>(true),
    same<typeof values.total, number>(true),
    same<typeof values.last, string | null>(true),
    same<typeof values.perCity, ReadonlyMap<string | null, number>>(true),
    same<typeof values.firstPerFloor, ReadonlyMap<number | null, string | null>>(true),
    view.get().aggregates.dearest.get(true)?.toFixed(2),
  ];
}

export async function actions() {
  const engine = await open();
  const created = engine.dispatch({ type: 'slots/create', payload: { therapistId: 'th-7' } });
  engine.dispatch({ type: 'slots/update', payload: { id: 'a', changes: { isActive: false, price: null } } });
  engine.dispatch({ type: 'slots/delete', payload: { id: 'a' } });
  engine.dispatch({ type: 'slots/toggle', payload: { id: 'a' } });
  engine.dispatch({ type: 'settings/opened' });
  engine.view({ from: 'other', aggregates: { total: { op: 'sum', field: 'whatever' } } });
  return same<typeof created.type, 'slots/create'>(true);
}

export async function refused() {
  const engine = await open();
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
  // @ts-expect-error: a sum is of numbers
  engine.view({ from: 'slots', aggregates: { total: { op: 'sum', field: 'date' } } });
  // @ts-expect-error: no sync event comes that way
  engine.events(({ source }) => source === 'socket');
  // @ts-expect-error: there is no such field
  await engine.collection('slots').create({ colour: 'red' });
  // @ts-expect-error: there is no such field
  collection<Slot>({ endpoint: '/api/slots', key: 'colour' });
  // @ts-expect-error: a result is not to be changed
  engine.view({ from: 'slots' }).get().rows[0].date = '';
}

export async function refusedPaths() {
  const engine = await open();
  // @ts-expect-error: an address has no such field
  engine.view({ from: 'slots', where: { 'address.town': 'Bern' } });
  // @ts-expect-error: a city is text
  engine.view({ from: 'slots', where: { 'address.city': 3 } });
  // @ts-expect-error: only texts have a prefix
  engine.view({ from: 'slots', where: { price: { prefix: 'x' } } });
  // @ts-expect-error: a floor is compared with numbers
  engine.view({ from: 'slots', where: { $or: [{ 'address.place.floor': { gt: 'first' } }] } });
  // @ts-expect-error: an address has no such field
  engine.view({ from: 'slots', orderBy: 'address.town' });
  // @ts-expect-error: no path leads into an array
  engine.view({ from: 'slots', orderBy: 'tags.length' });
}

export async function refusedAggregates() {
  const engine = await open();
  // @ts-expect-error: there is no such field
  engine.view({ from: 'slots', aggregates: { last: { op: 'max', field: 'colour' } } });
  // @ts-expect-error: there is no such path
  engine.view({ from: 'slots', aggregates: { perTown: { op: 'count', groupBy: 'address.town' } } });
  // @ts-expect-error: there is no such operation
  engine.view({ from: 'slots', aggregates: { mean: { op: 'mean', field: 'price' } } });
  const { aggregates } = engine.view({ from: 'slots', aggregates: { count: { op: 'count' } } }).get();
  // @ts-expect-error: this was not asked for
  void aggregates.total;
  // @ts-expect-error: a count is a number
  void aggregates.count.get('a');
}

export async function refusedActions() {
  const engine = await open();
  // @ts-expect-error: there is no such field
  engine.dispatch({ type: 'slots/create', payload: { therapistId: 'th-7', colour: 'red' } });
  // @ts-expect-error: a create carries a row
  engine.dispatch({ type: 'slots/create' });
  // @ts-expect-error: the field is a boolean
  engine.dispatch({ type: 'slots/update', payload: { id: 'a', changes: { isActive: 'yes' } } });
  // @ts-expect-error: an update names its row
  engine.dispatch({ type: 'slots/update', payload: { changes: { isActive: true } } });
  // @ts-expect-error: a delete names its row
  engine.dispatch({ type: 'slots/delete', payload: {} });
}
