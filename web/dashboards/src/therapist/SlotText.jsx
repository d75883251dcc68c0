import { hoursOf, hoursText, weekday } from '../shared/dates.js';

/**
 * @param {{ row: import('../slots/slot-forms.js').Availability, id: string }} props
 */
export function SlotText({ row, id }) {
  return (
    <div className="slot-text">
      <p className="slot-when" id={id}>
        <span className="slot-times">
          {row.startTime}–{row.endTime}
        </span>{' '}
        <span className="slot-date">
          {weekday(row.date)} <time dateTime={row.date}>{row.date}</time> · {hoursText(hoursOf(row))}
        </span>
      </p>
      <p className="slot-notes">
        {row.notes} {row.$pending && <span className="pending-mark">Saving…</span>}
      </p>
    </div>
  );
}
