/**
 * What the browser keeps for a scope, and for no other whose name begins with its name: localStorage's and IndexedDB's keys,
 * the locks that are held or waited for.
 *
 * @param {import('@playwright/test').Page} page any of the origin
 * @param {string} scope
 * @returns {Promise<{ storage: string[], cache: string[], locks: string[] }>}
 */
export function kept(page, scope) {
  return page.evaluate(async (scope) => {
    const prefix = `tablattice:${scope}:`;
    const own = (/** @type {string[]} */ names) =>
      names.filter(
        (name) => /^(outbox\/|message$|leader$|client:)/.test(name.slice(prefix.length)) && name.startsWith(prefix),
      );
    const { held = [], pending = [] } = await navigator.locks.query();
    return {
      storage: own(Object.keys(localStorage)).sort(),
      cache: (await cacheKeys()).filter(([of]) => of === scope).map(([, key]) => key),
      locks: own([...held, ...pending].map(({ name }) => String(name))).sort(),
    };

    /** @returns {Promise<[string, string][]>} */
    function cacheKeys() {
      return new Promise((resolve, reject) => {
        const opening = indexedDB.open('tablattice');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('cache').objectStore('cache').getAllKeys();
          reading.onsuccess = () => resolve(/** @type {any} */ (reading.result));
          reading.onerror = () => reject(reading.error);
          database.close();
        };
      });
    }
  }, scope);
}
