import { counted } from '../shared/counted.js';
import { daysAfter, today, weekStart, weekTitle } from '../shared/dates.js';
import { Choice } from '../shared/Choice.jsx';
import { TherapistSelect } from '../slots/TherapistSelect.jsx';

const layouts = /** @type {const} */ ([
  { value: 'days', text: 'Day lists' },
  { value: 'grid', text: 'Time grid' },
]);

/**
 * The week's title, the way to other weeks, and what of it is shown.
 *
 * @param {object} props
 * @param {string} props.monday
 * @param {number} props.total
 * @param {ReadonlyMap<string, string>} props.therapists
 * @param {string} props.therapistId '' for everyone
 * @param {import('./WeekCalendar.jsx').Layout} props.layout
 * @param {(monday: string) => void} props.onWeek
 * @param {(therapistId: string) => void} props.onTherapist
 * @param {(layout: import('./WeekCalendar.jsx').Layout) => void} props.onLayout
 */
export function WeekBar({ monday, total, therapists, therapistId, layout, onWeek, onTherapist, onLayout }) {
  const thisWeek = weekStart(today());
  return (
    <header className="page-head">
      <div>
        <h1>{weekTitle(monday)}</h1>
        <p className="page-lead">{counted(total, 'active slot')} this week</p>
      </div>
      <div className="week-tools">
        <div className="filter">
          <label htmlFor="week-person">Person</label>
          <TherapistSelect
            attributes={{ id: 'week-person' }}
            therapists={therapists}
            value={therapistId}
            none="Everyone"
            onSelect={onTherapist}
          />
        </div>
        <Choice name="Layout" options={layouts} value={layout} onChoose={onLayout} />
        <div className="button-row" role="group" aria-label="Week">
          <button type="button" className="button" onClick={() => onWeek(daysAfter(monday, -7))}>
            <span aria-hidden="true">‹ </span>Previous week
          </button>
          <button type="button" className="button" aria-pressed={monday === thisWeek} onClick={() => onWeek(thisWeek)}>
            This week
          </button>
          <button type="button" className="button" onClick={() => onWeek(daysAfter(monday, 7))}>
            Next week<span aria-hidden="true"> ›</span>
          </button>
        </div>
      </div>
    </header>
  );
}
