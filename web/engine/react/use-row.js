import { useCallback, useSyncExternalStore } from 'react';

import { useEngine } from './engine-provider.js';

/**
 * One row as users see it now, or undefined where there is none (not loaded yet, deleted). Renders again only when that
 * row changes.
 *
 * @template [Row=any]
 * @param {string} collection
 * @param {string | number} key
 * @returns {Row | undefined}
 */
export function useRow(collection, key) {
  const engine = useEngine();
  const subscribe = useCallback(
    (/** @type {() => void} */ listener) => engine.collection(collection).subscribe(key, listener),
    [engine, collection, key],
  );
  const row = () => engine.collection(collection).get(key);
  return useSyncExternalStore(subscribe, row, row);
}
