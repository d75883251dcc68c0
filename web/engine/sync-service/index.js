/**
 * `tablattice/sync-service`: the calls of a hand-written sync service (BroadcastChannel and callbacks), bound to the engine.
 *
 * ```js
 * export const syncService = createSyncService(engine);
 * const stop = syncService.subscribe('availability_updated', (row) => toast(`${row.date} has changed`));
 * syncService.broadcastWithImmediate('availability_created', row);
 * ```
 *
 * Types are a collection's name and what became of a row: `availability_created`, `availability_updated`,
 * `availability_deleted`. Nothing has to be broadcast for the tabs to agree; these calls are for code that is there already.
 */
import { TablatticeError } from '../errors.js';

/** @typedef {import('../index.js').Engine<any>} Engine */
/** @typedef {'created' | 'updated' | 'deleted'} Change */
/** @typedef {{ collection: string, change: Change }} Subject */

/**
 * @typedef {object} SyncService
 * @property {(type: string, data: any) => void} broadcastWithImmediate says what became of a row at the server: the row, or of
 *   a deletion the row, an object with its key, or the key. Where the engine shows it already (it does for its own writes),
 *   nothing is left to do. Else it is a hint, like a push: one tab asks the server at once, and all tabs get what it answers.
 *   `data` itself is shown to nobody: since the server gave it, somebody may have written again
 * @property {(type: string, callback: (row: any) => void) => () => void} subscribe calls back with the row as it now shows, of a
 *   deletion as it last stood, whichever way the change came: this tab, another one, an answer, a poll. A row that this tab
 *   changes is told when it shows (with `$pending`) and again when the server has answered. The collection's first list is not
 *   told. The returned function stops it
 */

/**
 * Both calls throw `sync_type_unknown` for a type that names no collection of the engine.
 * @param {Engine} engine
 * @returns {SyncService}
 */
export function createSyncService(engine) {
  const subjects = subjectsOf(Object.keys(engine.getState()));
  const subjectOf = (/** @type {string} */ type) => {
    const subject = subjects.get(type);
    if (subject) return subject;
    const message = `There is no sync event '${type}'. The engine's are: ${[...subjects.keys()].join(', ')}.`;
    throw new TablatticeError({ code: 'sync_type_unknown', message, where: 'type' });
  };
  return {
    broadcastWithImmediate(type, data) {
      const { collection, change } = subjectOf(type);
      const rows = engine.collection(collection);
      const isRead = engine.status().collections[collection].fetchedAt !== null;
      if (!isRead || !shows(rows, change, data)) rows.invalidate();
    },
    subscribe(type, callback) {
      return listen(engine, subjectOf(type), callback);
    },
  };
}

/**
 * @param {string[]} collections
 * @returns {Map<string, Subject>} by type
 */
function subjectsOf(collections) {
  const changes = /** @type {const} */ (['created', 'updated', 'deleted']);
  return new Map(
    collections.flatMap((collection) =>
      changes.map((change) => /** @type {const} */ ([`${collection}_${change}`, { collection, change }])),
    ),
  );
}

/**
 * Whether what was broadcast is what the tab shows.
 * @param {import('../index.js').Collection<any>} rows
 * @param {Change} change
 * @param {any} data
 */
function shows(rows, change, data) {
  const key = data?.[rows.key] ?? data;
  if (typeof key !== 'string' && typeof key !== 'number') return false;
  const row = rows.get(key);
  if (change === 'deleted' || row === undefined) return change === 'deleted' && row === undefined;
  const same = (/** @type {string} */ name) => JSON.stringify(row[name]) === JSON.stringify(data[name]);
  return Object.keys(data).every((name) => name.startsWith('$') || same(name));
}

/**
 * @param {Engine} engine
 * @param {Subject} subject
 * @param {(row: any) => void} callback
 */
function listen(engine, subject, callback) {
  let loaded = false;
  const note = () => void (loaded ||= engine.status().collections[subject.collection].status !== 'loading');
  note();
  // Told after the events of the same turn: the events of the first list come while it is not yet known.
  const stopState = engine.subscribe(note);
  const stopEvents = engine.events(({ source, changes }) => {
    if (!loaded && source === 'response') return;
    for (const { collection, change, row } of changes)
      if (collection === subject.collection && change === subject.change) callback(row);
  });
  return () => [stopState, stopEvents].forEach((stop) => stop());
}
