import { useCallback, useSyncExternalStore } from 'react';

import { orEnded } from '../ended.js';
import { useEngine } from './engine-provider.js';

/**
 * One row as users see it now, or undefined where there is none (not loaded yet, deleted, on a server). Renders again
 * only when that row changes.
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
  const row = () => orEnded(() => engine.collection(collection).get(key), none);
  return useSyncExternalStore(subscribe, row, none);
}

const none = () => undefined;
