/**
 * The view's rows as the calendar's entries. Their times are texts without a zone and the calendar runs in UTC, where no
 * hour is skipped or repeated: so each stands at its own clock time, whatever zone the machine is in.
 *
 * @typedef {import('../slots/slot-forms.js').Availability} Availability
 * @typedef {{ id: string, start: string, end: string, title: string, extendedProps: { row: Availability } }} Entry
 */

/** @type {WeakMap<Availability, Entry>} */
const entryOf = new WeakMap();

/**
 * @param {readonly Availability[]} rows
 * @returns {Entry[]} a row that did not change keeps its entry
 */
export function calendarEntries(rows) {
  return rows.map((row) => {
    let entry = entryOf.get(row);
    if (!entry) entryOf.set(row, (entry = calendarEntry(row)));
    return entry;
  });
}

/** @param {Availability} row */
function calendarEntry(row) {
  return {
    id: row.id,
    start: `${row.date}T${row.startTime}`,
    end: `${row.date}T${row.endTime}`,
    title: row.therapistName || row.therapistId,
    extendedProps: { row },
  };
}
