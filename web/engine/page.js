import { asError } from './errors.js';
import { createIndexedDbCache } from './indexed-db.js';
import { createMemoryStorage } from './storage.js';
import { createBroadcastChannel } from './transports/broadcast-channel.js';
import { createStorageEvents } from './transports/storage-events.js';

/** @typedef {import('./errors.js').Report} Report */

/** What a page or a worker gives an engine whose options name nothing else. In Node nothing is taken that was not given. */
export const inPage = typeof self === 'object';

/**
 * The lock manager: the given one, else the page's. Null where there is none (plain http), or where none may be used (a
 * sandboxed frame), which is reported.
 * @param {import('./types.js').LocksLike | null | undefined} given
 * @param {Report} report
 */
export async function usableLocks(given, report) {
  const manager = (given === undefined && inPage ? navigator.locks : given) ?? null;
  try {
    await manager?.query(); // only asked does it tell that it may not be used
    return manager;
  } catch (error) {
    report(asError(error, 'locks_failed', 'Tabs elect their leader without Web Locks'));
    return null;
  }
}

/**
 * localStorage. Null where it throws on access (a sandboxed frame, cookies blocked), which is reported.
 * @param {Report} report
 * @returns {import('./types.js').StorageLike | null}
 */
export function pageStorage(report) {
  try {
    const storage = globalThis.localStorage ?? createMemoryStorage(); // workers have none
    storage.getItem('tablattice'); // WebKit delivers storage events only to tabs that have touched it
    return storage;
  } catch (error) {
    report(asError(error, 'storage_unavailable', 'Unsent changes will not survive a reload: localStorage'));
    return null;
  }
}

/** IndexedDB; what goes wrong with it is told when it is used. */
export const pageCache = () => (inPage ? createIndexedDbCache() : null);

/**
 * BroadcastChannel, and storage events for where it is missing or breaks.
 * @param {string} scope
 * @param {import('./storage.js').Store} store
 * @param {(message: string) => void} failed
 */
export function pageTransports(scope, store, failed) {
  const channel = createBroadcastChannel(`tablattice:${scope}`, failed);
  return [channel, createStorageEvents(store, channel.isBroken)];
}
