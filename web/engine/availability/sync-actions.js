/**
 * What the sync handler did to availability, as actions: `syncAvailabilityCreated`, `…Updated`, `…Deleted`. They tell
 * what has already happened, whichever way it came (another tab, an answer, a poll, this tab's own dispatch), so that
 * code written against such actions can highlight, announce or log. Dispatching one does nothing.
 */
import { collectionName } from './row.js';

/** @typedef {import('../index.js').Engine} Engine */
/** @typedef {import('../index.js').SyncEventRecord} SyncEventRecord */
/** @typedef {import('./row.js').Availability} Availability */
/** @typedef {{ source: string, at: number }} SyncMeta */
/** @typedef {{ type: string, payload: any, meta?: SyncMeta }} SyncAction */

/**
 * @param {string} name
 */
function syncAction(name) {
  const type = `${collectionName}/${name}`;
  /**
   * @param {any} payload
   * @param {SyncMeta} [meta]
   * @returns {SyncAction}
   */
  const creator = (payload, meta) => ({ type, payload, meta });
  return Object.assign(creator, { type, match: (/** @type {any} */ action) => action?.type === type });
}

/** Payload: the row as it now shows. */
export const syncAvailabilityCreated = syncAction('syncAvailabilityCreated');
/** Payload: the row as it now shows. */
export const syncAvailabilityUpdated = syncAction('syncAvailabilityUpdated');
/** Payload: `{ id }`. */
export const syncAvailabilityDeleted = syncAction('syncAvailabilityDeleted');

const creators = {
  created: syncAvailabilityCreated,
  updated: syncAvailabilityUpdated,
  deleted: syncAvailabilityDeleted,
};

/** @param {any} action */
export function isSyncAvailability(action) {
  return Object.values(creators).some(({ match }) => match(action));
}

/**
 * The actions that one record of `engine.events` amounts to: none where it changed no slot (stale, duplicate, refused).
 *
 * @param {SyncEventRecord} record
 * @returns {SyncAction[]}
 */
export function syncAvailabilityActions({ at, source, changes }) {
  return changes
    .filter(({ collection }) => collection === collectionName)
    .map(({ change, key, row }) => creators[change](change === 'deleted' ? { id: key } : row, { source, at }));
}

/**
 * Calls `listener` with each of these actions until the returned function is called.
 *
 * @param {Engine} engine
 * @param {(action: SyncAction) => void} listener
 * @returns {() => void}
 */
export function onSyncAvailability(engine, listener) {
  return engine.events((record) => syncAvailabilityActions(record).forEach(listener));
}
