import { asError } from './errors.js';

/** @typedef {import('./types.js').StorageLike} StorageLike */
/** @typedef {ReturnType<typeof createStore>} Store */

/**
 * Storage that lives as long as its object: where there is no localStorage, and for tests.
 * @returns {StorageLike}
 */
export function createMemoryStorage() {
  /** @type {Map<string, string>} */
  const items = new Map();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, text) => void items.set(key, text),
    removeItem: (key) => void items.delete(key),
  };
}

/**
 * The page's localStorage. Null where it throws on access (a sandboxed frame, cookies blocked), which is reported.
 * @param {import('./errors.js').Report} report
 * @returns {StorageLike | null}
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

/**
 * One scope's keys in a storage. All members but `isMessage` throw where the storage does.
 * @param {StorageLike | null} storage null: reads find nothing, writes throw
 * @param {string} scope
 */
export function createStore(storage, scope) {
  const prefix = `tablattice:${scope}:`;
  const outboxPrefix = `${prefix}outbox/`;
  const outboxKeys = () =>
    Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '').filter((key) =>
      key.startsWith(outboxPrefix),
    );
  return {
    /**
     * @param {string} key below the scope
     * @param {string | null} text null removes the key
     */
    write(key, text) {
      if (text === null) return storage?.removeItem(prefix + key);
      if (storage === null) throw new Error('There is no storage.');
      storage.setItem(prefix + key, text);
    },

    /** The outbox as it is stored, each key below the scope. */
    outbox: () => outboxKeys().map((key) => ({ key: key.slice(prefix.length), text: storage?.getItem(key) ?? '' })),

    /** Removes what the scope has stored. Not simply all that begins with its prefix: `a` begins the scope `a:b`. */
    wipe: () => [...outboxKeys(), `${prefix}message`].forEach((key) => storage?.removeItem(key)),

    /**
     * @param {string | null} key a storage event's
     * @returns {boolean} whether its value is a message to the engine
     */
    isMessage: (key) => key === `${prefix}message` || (key?.startsWith(outboxPrefix) ?? false),
  };
}
