/** Sync events as actions: for DevTools and for reducers that want to know; they are plain data and change nothing. */

/** @typedef {import('../index.js').SyncEventRecord} SyncEventRecord */

/** Of a long list the first ones are enough to see what it was. */
const itemsMax = 20;

/** The state changed by a call in this tab (`collection.create(…)`, a thunk), which its sync event tells soon. */
export const changedType = 'tablattice/changed';

/**
 * @param {SyncEventRecord} record
 * @returns {{ type: string, payload: any, meta: { source: string, verdict: string, at: number } }} `type` says source and
 *   kind: `tablattice/channel/mutation`, `tablattice/response/rows`
 */
export function syncAction({ at, source, verdict, event, changes }) {
  const payload = {
    event: Object.fromEntries(Object.entries(event).map(([name, value]) => [name, shortened(value)])),
    changes: shortened(changes.map(({ collection, key, change }) => ({ collection, key, change }))),
  };
  return { type: `tablattice/${source}/${event.kind}`, payload, meta: { source, verdict, at } };
}

/** @param {unknown} value */
function shortened(value) {
  if (!Array.isArray(value) || value.length <= itemsMax) return value;
  return [...value.slice(0, itemsMax), `… ${value.length} in all`];
}
