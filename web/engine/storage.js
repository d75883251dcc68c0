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
 * One scope's keys in a storage. `write`, `outbox` and `wipe` throw where the storage does.
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
  const isBroadcast = (/** @type {string | null} a storage event's */ key) => key === `${prefix}message`;
  return {
    /**
     * @param {string} key below the scope
     * @param {string | null} text null removes the key
     * @param {(string | null)[]} [held] only where the key holds one of these, null for nothing
     */
    write(key, text, held) {
      if (held && !held.includes(storage?.getItem(prefix + key) ?? null)) return undefined;
      if (text === null) return storage?.removeItem(prefix + key);
      if (storage === null) throw new Error('There is no storage.');
      storage.setItem(prefix + key, text);
    },

    /**
     * Compares and sets: `next` is written where the key holds `text`.
     * @param {import('./contract.js').Guard} guard its key below the scope
     * @returns {string | null} what the key held; `text` where the storage cannot tell
     */
    replace({ key, text, next }) {
      try {
        const held = storage === null ? text : storage.getItem(prefix + key);
        if (held === text) storage?.setItem(prefix + key, next);
        return held;
      } catch {
        return text; // a write that matters tells that storage fails
      }
    },

    /** The outbox as it is stored, each key below the scope. */
    outbox: () => outboxKeys().map((key) => ({ key: key.slice(prefix.length), text: storage?.getItem(key) ?? '' })),

    /** Removes what the scope has stored. Not simply all that begins with its prefix: `a` begins the scope `a:b`. */
    wipe: () => [...outboxKeys(), `${prefix}message`].forEach((key) => storage?.removeItem(key)),

    isBroadcast,

    /**
     * @param {string | null} key a storage event's
     * @returns {boolean} whether its value is a message to the engine
     */
    isMessage: (key) => isBroadcast(key) || (key?.startsWith(outboxPrefix) ?? false),
  };
}
