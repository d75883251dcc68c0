/**
 * What the operator has chosen to see. All but the search is part of the view's query and works in the engine; the search
 * finds words inside names and notes, which a query cannot express (it knows prefixes), so it goes over the view's rows.
 *
 * @typedef {import('../slots/slot-forms.js').Availability} Availability
 *
 * @typedef {object} SlotFilter
 * @property {string} search
 * @property {string} therapistId '' for everyone
 * @property {'all' | 'active' | 'inactive'} state
 * @property {'all' | 'upcoming' | 'past'} period
 * @property {SortField} sortField
 * @property {boolean} descending
 *
 * @typedef {'therapistName' | 'date' | 'startTime' | 'notes' | 'isActive'} SortField
 */

/** @type {SlotFilter} */
export const initialFilter = {
  search: '',
  therapistId: '',
  state: 'all',
  period: 'all',
  sortField: 'date',
  descending: false,
};

/** What decides among rows that are equal in the chosen field. */
/** @type {SortField[]} */
const sortRest = ['date', 'startTime', 'therapistName'];

/**
 * @param {Pick<SlotFilter, 'sortField' | 'descending'>} filter
 * @returns {(SortField | `-${SortField}`)[]} the engine's `orderBy`
 */
export function orderOf({ sortField, descending }) {
  const first = descending ? /** @type {const} */ (`-${sortField}`) : sortField;
  return [first, ...sortRest.filter((field) => field !== sortField)];
}

/**
 * @param {SlotFilter} filter
 * @param {string} now a date
 * @returns {import('tablattice').Where<Availability>}
 */
export function whereOf({ therapistId, state, period }, now) {
  return {
    ...(therapistId ? { therapistId } : {}),
    ...(state !== 'all' && { isActive: state === 'active' }),
    ...(period !== 'all' && { date: period === 'upcoming' ? { gte: now } : { lt: now } }),
  };
}

/**
 * @param {readonly Availability[]} rows
 * @param {string} search
 * @returns {readonly Availability[]} those with every word of the search in their name or notes
 */
export function searched(rows, search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ therapistName = '', notes = '' }) => {
    const text = `${therapistName}\n${notes}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
