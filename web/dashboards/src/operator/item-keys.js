/**
 * @typedef {import('../slots/slot-forms.js').Availability} Availability
 * @typedef {(index: number) => string | number} ItemKey the id of the row at a place
 */

/**
 * What gives a list of rows its keys. A virtualizer goes over all rows again whenever it is handed another function, so the
 * function stays the same while the same rows stand in the same places, however much changed in them.
 *
 * @returns {(rows: readonly Availability[]) => ItemKey}
 */
export function createItemKeys() {
  let last = /** @type {readonly Availability[]} */ ([]);
  // React renders the rows that it shows and those of a transition by turns.
  const known = /** @type {WeakMap<readonly Availability[], ItemKey>} */ (new WeakMap());
  return (rows) => {
    const itemKey = known.get(rows) ?? (sameIds(last, rows) ? known.get(last) : undefined) ?? itemKeyOf(rows);
    last = rows;
    known.set(rows, itemKey);
    return itemKey;
  };
}

/** @param {readonly Availability[]} rows @returns {ItemKey} */
const itemKeyOf = (rows) => (index) => rows[index]?.id ?? index;

/**
 * @param {readonly Availability[]} last
 * @param {readonly Availability[]} rows
 */
function sameIds(last, rows) {
  if (last.length !== rows.length) return false;
  for (let index = 0; index < rows.length; index += 1) {
    if (rows[index] !== last[index] && rows[index].id !== last[index].id) return false;
  }
  return true;
}
