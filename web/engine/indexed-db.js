const database = 'tablattice';
const table = 'cache';

/**
 * IndexedDB as a cache: one table, keyed by scope and key. The database is open only while something is done, so that nothing
 * stays open in the back-forward cache or in the way of its deletion.
 * @returns {import('./types.js').CacheLike}
 */
export function createIndexedDbCache() {
  return {
    read: (scope) =>
      transact('readonly', (store) => {
        const [keys, texts] = [store.getAllKeys(rangeOf(scope)), store.getAll(rangeOf(scope))];
        return () => texts.result.map((text, index) => ({ key: keyBelow(keys.result[index]), text }));
      }),
    write: (scope, entries) =>
      transact('readwrite', (store) => {
        for (const { key, text } of entries) text === null ? store.delete([scope, key]) : store.put(text, [scope, key]);
        return () => {};
      }),
    wipe: (scope) =>
      transact('readwrite', (store) => {
        store.delete(rangeOf(scope));
        return () => {};
      }),
  };
}

/** @param {string} scope every key of it: in IndexedDB's order arrays come after all strings */
function rangeOf(scope) {
  return IDBKeyRange.bound([scope], [scope, []]);
}

/** @param {IDBValidKey} key */
function keyBelow(key) {
  return /** @type {[string, string]} */ (key)[1];
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => () => Result} work returns what gives the result once the transaction is through
 * @returns {Promise<Result>}
 */
async function transact(mode, work) {
  const opened = await open();
  try {
    // Relaxed: it is only a cache, and need not be on the disk at once.
    const transaction = opened.transaction(table, mode, { durability: 'relaxed' });
    const result = work(transaction.objectStore(table));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
    });
    return result();
  } finally {
    opened.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // another version of this module wants it
      resolve(request.result);
    };
  });
}
