import { useCallback, useSyncExternalStore } from 'react';

import { orEnded } from '../ended.js';
import { useEngine } from './engine-provider.js';
import { withTypes } from './with-types.js';

/**
 * One row as users see it now, or undefined where there is none (not loaded yet, deleted, on a server). Renders again
 * only when that row changes.
 *
 * `useRow.withTypes<typeof engine>()` is the same hook, with rows of the engine's collections.
 *
 * @type {import('./hook-types.js').UseRow}
 */
export const useRow = withTypes(function useRow(collection, key) {
  const engine = useEngine();
  const subscribe = useCallback(
    (/** @type {() => void} */ listener) => engine.collection(collection).subscribe(key, listener),
    [engine, collection, key],
  );
  const row = () => orEnded(() => engine.collection(collection).get(key), none);
  return useSyncExternalStore(subscribe, row, none);
});

const none = () => undefined;
