// What TypeScript infers of the hooks, and what it must refuse. Checked by tsc; it never runs.
import { collection, createEngine, type Engine } from '../../engine/index.js';
import { EngineProvider, useRow, useSuspenseView, useView } from '../../engine/react/index.js';

interface Slot {
  id: string;
  date: string;
  isActive: boolean;
  address: { city: string };
}

export function Inferred() {
  const { rows, total } = useView<Slot>({ from: 'slots', where: { isActive: true }, orderBy: '-date' });
  const dates: string[] = rows.map(({ date }) => date);
  const row: Slot | undefined = useRow<Slot>('slots', 'a');
  const anything = useView({ from: 'slots', where: { colour: 'red' } }).rows[0].colour;
  // @ts-expect-error: there is no such field
  useView<Slot>({ from: 'slots', where: { colour: 'red' } });
  // @ts-expect-error: there is no such field
  void useSuspenseView<Slot>({ from: 'slots' }).rows[0].colour;
  // @ts-expect-error: a result is not to be changed
  rows[0].date = '';
  EngineProvider({ engine: null });
  // @ts-expect-error: an engine, the promise of one, or null
  EngineProvider({ engine: 'slots' });
  return [dates, total, row, anything];
}

export function Checked() {
  useView<Slot>({ from: 'slots', where: { 'address.city': { prefix: 'B' } }, orderBy: ['-address.city', 'date'] });
  // @ts-expect-error: an address has no such field
  useView<Slot>({ from: 'slots', where: { 'address.town': 'Bern' } });
  // @ts-expect-error: an address has no such field
  useView<Slot>({ from: 'slots', orderBy: '-address.town' });
}

const collections = { slots: collection<Slot>({ endpoint: '/slots' }), other: collection({ endpoint: '/other' }) };
const engine =
  typeof window === 'undefined' ? null : createEngine({ scope: 'clinic:user-42', collections, autoStart: false });

// The hooks of an engine whose type is known: null and promises are looked through.
const useOwnView = useView.withTypes<typeof engine>();
const useOwnSuspenseView = useSuspenseView.withTypes<typeof engine>();
const useOwnRow = useRow.withTypes<typeof engine>();
const useDeclaredView = useView.withTypes<Engine<typeof collections>>();

/** Compiles only where both are the same type. */
type Same<One, Other> =
  (<Probe>() => Probe extends One ? 1 : 2) extends <Probe>() => Probe extends Other ? 1 : 2 ? true : never;
const same = <One, Other>(same: Same<One, Other>) => same;

export function Own() {
  const { rows, aggregates } = useOwnView({
    from: 'slots',
    where: { isActive: true, 'address.city': { in: ['Bern', null] }, $or: [{ date: { gte: '2026-12-01' } }] },
    orderBy: ['-address.city', 'date'],
    aggregates: { perCity: { op: 'count', groupBy: 'address.city' }, last: { op: 'max', field: 'date' } },
  });
  const suspended = useOwnSuspenseView({ from: 'slots', aggregates: { count: { op: 'count' } } });
  const row = useOwnRow('slots', 'a');
  const anything = useOwnView({ from: 'other', where: { 'any.path': 1 }, orderBy: '-any.path' }).rows[0].anything;
  useOwnRow('other', 17)?.anything.goes(anything);
  const declared = useDeclaredView({ from: 'slots', orderBy: 'address.city' });
  return [
    same<(typeof rows)[0]['address'], { city: string }>(true),
    same<typeof aggregates.perCity, ReadonlyMap<string | null, number>>(true),
    same<typeof aggregates.last, string | null>(true),
    same<typeof suspended.aggregates.count, number>(true),
    suspended.rows[0].date.length,
    row?.$pending ? row.address.city : null,
    declared.rows[0].address.city.length,
  ];
}

export function OwnRefused() {
  // @ts-expect-error: there is no such collection
  useOwnView({ from: 'rooms' });
  // @ts-expect-error: there is no such field
  useOwnView({ from: 'slots', where: { colour: 'red' } });
  // @ts-expect-error: the field is a boolean
  useOwnView({ from: 'slots', where: { isActive: 'yes' } });
  // @ts-expect-error: an address has no such field
  useOwnView({ from: 'slots', where: { 'address.town': 'Bern' } });
  // @ts-expect-error: an address has no such field
  useOwnView({ from: 'slots', orderBy: ['date', '-address.town'] });
  // @ts-expect-error: there is no such path
  useOwnView({ from: 'slots', aggregates: { perTown: { op: 'count', groupBy: 'address.town' } } });
  // @ts-expect-error: this was not asked for
  void useOwnView({ from: 'slots', aggregates: { count: { op: 'count' } } }).aggregates.total;
  // @ts-expect-error: there is no such field
  void useOwnSuspenseView({ from: 'slots' }).rows[0].colour;
  // @ts-expect-error: there is no such collection
  useOwnSuspenseView({ from: 'rooms' });
  // @ts-expect-error: there is no such collection
  useOwnRow('rooms', 'a');
  // @ts-expect-error: there is no such field
  void useOwnRow('slots', 'a')?.colour;
  // @ts-expect-error: there is no such field
  useDeclaredView({ from: 'slots', orderBy: 'colour' });
  // @ts-expect-error: not an engine's type
  useView.withTypes<string>();
}
