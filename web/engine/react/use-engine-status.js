import { useCallback, useSyncExternalStore } from 'react';

import { emptyList, emptyStatus } from './empty-engine.js';
import { orEnded } from '../ended.js';
import { useEngine } from './engine-provider.js';
import { useTracked } from './tracked.js';

/** @typedef {import('../index.js').Engine} Engine */
/** @typedef {import('../index.js').EngineStatus} EngineStatus */

/**
 * The engine's status: client, leader, online, outdated, auth, pending, failures, rungs, poll, collections, counters. The
 * component renders again when a member that it reads has another value.
 *
 * @returns {EngineStatus}
 */
export function useEngineStatus() {
  const engine = useEngine();
  return useTracked(useStatusSubscription(engine), () => statusOf(engine), emptyStatus, sameJson);
}

/**
 * The mutations that wait for their answer, oldest first: `engine.pending()`. The same list until it changed.
 *
 * @returns {readonly import('../index.js').PendingMutation[]}
 */
export function usePending() {
  const engine = useEngine();
  return useSyncExternalStore(useStatusSubscription(engine), () => pendingOf(engine), none);
}

/**
 * The refused mutations that no promise waits for any more: `engine.failures()`. The same list until it changed.
 *
 * @returns {readonly import('../index.js').Failure[]}
 */
export function useFailures() {
  const engine = useEngine();
  return useSyncExternalStore(useStatusSubscription(engine), () => failuresOf(engine), none);
}

const none = () => emptyList;

/** @type {WeakMap<Engine, EngineStatus>} */
const lastStatus = new WeakMap();

/** @param {Engine} engine */
function statusOf(engine) {
  const status = orEnded(engine.status, () => lastStatus.get(engine) ?? emptyStatus);
  lastStatus.set(engine, status);
  return status;
}

const pendingOf = readOnce((engine) => engine.pending());
const failuresOf = readOnce((engine) => engine.failures());

/** @param {Engine} engine */
function useStatusSubscription(engine) {
  return useCallback((/** @type {() => void} */ listener) => engine.onStatus(() => listener()), [engine]);
}

/**
 * @template Item
 * @param {(engine: Engine) => Item[]} read asked once per status
 * @returns {(engine: Engine) => readonly Item[]} the same list while what it says is the same
 */
function readOnce(read) {
  /** @type {WeakMap<Engine, { status: EngineStatus, list: readonly Item[] }>} */
  const known = new WeakMap();
  return (engine) => {
    const status = statusOf(engine);
    const last = known.get(engine);
    if (last?.status === status) return last.list;
    const next = Object.freeze(
      orEnded(
        () => read(engine),
        () => [],
      ),
    );
    const list = last && sameJson(last.list, next) ? last.list : next;
    known.set(engine, { status, list });
    return list;
  };
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function sameJson(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
