import { RowProblem } from './RowProblem.jsx';
import { longDate } from '../shared/dates.js';

/**
 * Refusals about rows that the list does not show any more (deleted by another tab, filtered out).
 *
 * @param {object} props
 * @param {Readonly<Record<string, import('./slot-forms.js').RowProblem>>} props.rowProblems
 * @param {import('./slot-items.js').SlotItems} props.items
 * @param {import('./slot-actions.js').SlotActions} props.actions
 */
export function LostProblems({ rowProblems, items, actions }) {
  const lost = Object.values(rowProblems).filter(({ row }) => !items.has(row.id));
  return lost.map(({ row, problem }) => (
    <div key={row.id} className="lost-problem">
      <p>
        {row.therapistName ?? row.therapistId}, {longDate(row.date)}, {row.startTime}–{row.endTime}
      </p>
      <RowProblem id={row.id} problem={problem} actions={actions} />
    </div>
  ));
}
