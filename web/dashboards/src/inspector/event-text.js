/**
 * A sync event in the words of the log.
 *
 * @typedef {import('tablattice').SyncEventRecord} SyncEventRecord
 */

/** Beyond this many rows only their number is told. */
const rowsNamedMax = 2;

/**
 * @param {SyncEventRecord} record
 * @returns {string} which rows it is about
 */
export function rowsText({ event, changes }) {
  const keys = changes.length > 0 ? changes.map(({ key }) => key) : eventKeys(event);
  if (keys.length > rowsNamedMax) return `${keys.length} rows`;
  return keys.map((key) => String(key)).join(', ');
}

/**
 * What an event names when it changed nothing.
 *
 * @param {any} event
 * @returns {unknown[]}
 */
function eventKeys(event) {
  if (event?.key !== undefined) return [event.key];
  const { rows = [], gone = [] } = event ?? {};
  return [...rows.map((/** @type {any} */ row) => row.id ?? row.key), ...gone.map((/** @type {any} */ { key }) => key)];
}

/**
 * @param {SyncEventRecord} record
 * @returns {string} the event's kind, with the operation, outcome or wish where it has one
 */
export function kindText({ event }) {
  const detail = event?.op ?? event?.outcome ?? event?.wish;
  return [event?.kind ?? 'message', detail].filter(Boolean).join(' ');
}
