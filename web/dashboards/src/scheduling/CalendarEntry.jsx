/**
 * What a calendar entry says: start, end and therapist, and the notes where there is room.
 *
 * @param {{ event: import('@fullcalendar/core').EventApi }} argument
 */
export function CalendarEntry({ event }) {
  /** @type {import('../slots/slot-forms.js').Availability} */
  const row = event.extendedProps.row;
  const colour = /** @type {import('react').CSSProperties} */ ({ '--entry-hue': hueOf(row.therapistId) });
  return (
    <div className="entry" data-pending={row.$pending || undefined} style={colour}>
      <span className="entry-times">
        {row.startTime}–{row.endTime}
      </span>{' '}
      <span className="entry-name">{event.title}</span>
    </div>
  );
}

/**
 * A colour that stays with a therapist; golden-angle steps keep neighbours apart.
 *
 * @param {string} therapistId
 */
function hueOf(therapistId) {
  let sum = 0;
  for (const letter of therapistId) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return Math.round((sum * 137.5) % 360);
}
