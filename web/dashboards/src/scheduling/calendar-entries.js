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

const dayStart = '07:00';
const dayEnd = '21:00';

/**
 * The hours that the time grid has: the working day, and more where a slot is earlier or later.
 *
 * @param {readonly Availability[]} rows
 * @returns {{ from: string, to: string }} whole hours
 */
export function shownHours(rows) {
  const starts = rows.map(({ startTime }) => `${startTime.slice(0, 2)}:00`);
  const ends = rows.map(({ endTime }) => hourAfter(endTime));
  return {
    from: starts.reduce((least, time) => (time < least ? time : least), dayStart),
    to: ends.reduce((greatest, time) => (time > greatest ? time : greatest), dayEnd),
  };
}

/** @param {string} time */
function hourAfter(time) {
  const hour = Number(time.slice(0, 2)) + (time.endsWith(':00') ? 0 : 1);
  return `${String(hour).padStart(2, '0')}:00`;
}
