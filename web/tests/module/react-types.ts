// What TypeScript infers of the hooks, and what it must refuse. Checked by tsc; it never runs.
import { EngineProvider, useRow, useSuspenseView, useView } from '../../engine/react/index.js';

interface Slot {
  id: string;
  date: string;
  isActive: boolean;
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
