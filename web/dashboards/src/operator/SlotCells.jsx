import { weekday } from '../shared/dates.js';
import { SlotControls } from '../slots/SlotControls.jsx';

/**
 * A row's cells.
 *
 * @param {object} props
 * @param {import('../slots/slot-forms.js').Availability} props.row
 * @param {string} props.textId
 * @param {import('../slots/slot-actions.js').SlotActions} props.actions
 * @param {import('react').Ref<HTMLButtonElement>} props.editButton
 */
export function SlotCells({ row, textId, actions, editButton }) {
  return (
    <>
      <div role="cell" className="cell-name" id={textId}>
        {row.therapistName || row.therapistId}
      </div>
      <div role="cell" className="cell-date">
        <span className="cell-weekday">{weekday(row.date)}</span> <time dateTime={row.date}>{row.date}</time>
      </div>
      <div role="cell" className="cell-time">
        {row.startTime}–{row.endTime}
      </div>
      <div role="cell" className="cell-notes">
        {row.notes} {row.$pending && <span className="pending-mark">Saving…</span>}
      </div>
      <div role="cell" className="cell-controls">
        <SlotControls row={row} describedBy={textId} actions={actions} editButton={editButton} />
      </div>
    </>
  );
}
