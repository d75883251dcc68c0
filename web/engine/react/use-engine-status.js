import { useCallback, useSyncExternalStore } from 'react';

import { useEngine } from './engine-provider.js';

/** @typedef {import('../index.js').Engine} Engine */
/** @typedef {import('../index.js').EngineStatus} EngineStatus */

/**
 * The engine's status: client, leader, online, outdated, auth, pending, failures, rungs, poll, collections, counters.
 * The same object until it changed.
 *
 * @returns {EngineStatus}
 */
export function useEngineStatus() {
  const engine = useEngine();
  const subscribe = useCallback((/** @type {() => void} */ listener) => engine.onStatus(() => listener()), [engine]);
  const status = () => engine.status();
  return useSyncExternalStore(subscribe, status, status);
}

/**
 * The mutations that wait for their answer, oldest first: `engine.pending()`, read once per status.
 *
 * @returns {ReturnType<Engine['pending']>}
 */
export function usePending() {
  return readOnce(pendingAt, useEngineStatus(), useEngine(), (engine) => engine.pending());
}

/**
 * The refused mutations that no promise waits for any more: `engine.failures()`, read once per status.
 *
 * @returns {ReturnType<Engine['failures']>}
 */
export function useFailures() {
  return readOnce(failuresAt, useEngineStatus(), useEngine(), (engine) => engine.failures());
}

/** @type {WeakMap<EngineStatus, ReturnType<Engine['pending']>>} */
const pendingAt = new WeakMap();
/** @type {WeakMap<EngineStatus, ReturnType<Engine['failures']>>} */
const failuresAt = new WeakMap();

/**
 * @template List
 * @param {WeakMap<EngineStatus, List>} cache
 * @param {EngineStatus} status
 * @param {Engine} engine
 * @param {(engine: Engine) => List} read
 * @returns {List}
 */
function readOnce(cache, status, engine, read) {
  let list = cache.get(status);
  if (!list) cache.set(status, (list = read(engine)));
  return list;
}
