/** @typedef {Pick<BroadcastChannel, 'postMessage' | 'onmessage'>} Channel */
/** @typedef {ReturnType<typeof createSyncService>} SyncService */

const ignoreMs = 100;

/**
 * Tells the other tabs of a change, and this one at once. Events that come right after an own one are ignored: they are
 * taken for its echo.
 * @param {Channel} channel
 */
export function createSyncService(channel) {
  const callbacks = /** @type {Map<string, Set<(data: any) => void>>} */ (new Map());
  let ignoreUntil = 0;
  const tell = (/** @type {string} */ type, /** @type {any} */ data) =>
    callbacks.get(type)?.forEach((callback) => callback(data));
  channel.onmessage = ({ data: { type, data } }) => {
    if (Date.now() < ignoreUntil) return;
    tell(type, data);
  };
  return {
    broadcastWithImmediate(/** @type {string} */ type, /** @type {any} */ data) {
      ignoreUntil = Date.now() + ignoreMs;
      channel.postMessage({ type, data });
      tell(type, data);
    },
    subscribe(/** @type {string} */ type, /** @type {(data: any) => void} */ callback) {
      const all = callbacks.get(type) ?? new Set();
      callbacks.set(type, all.add(callback));
      return () => void all.delete(callback);
    },
  };
}
