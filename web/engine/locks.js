import { asError } from './errors.js';

/**
 * The Web Locks by which tabs learn of each other's death: each client holds the lock of its own name for life. Where there
 * are no Web Locks nothing is held, and nobody is told.
 * @param {import('./types.js').LocksLike | null | undefined} manager
 * @param {string} scope
 * @param {import('./errors.js').Report} report
 */
export function createLocks(manager, scope, report) {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {Promise<void>} */
  const released = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  const asked = new Set();
  return {
    /**
     * Asks for a client's lock, once, and keeps it until `release`.
     * @param {string} client this tab's own, or another's
     * @param {() => void} [onGrant]
     */
    async hold(client, onGrant = () => {}) {
      if (asked.has(client)) return;
      asked.add(client);
      const name = `tablattice:${scope}:client:${client}`;
      const keep = () => (onGrant(), released);
      const failed = (/** @type {unknown} */ error) =>
        signal.aborted || report(asError(error, 'locks_failed', 'Web Locks', name));
      await manager?.request(name, { signal }, keep).catch(failed);
    },
    release: () => controller.abort(),
  };
}
