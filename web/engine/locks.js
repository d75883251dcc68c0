import { asError } from './errors.js';

/** @typedef {{ held: boolean, giveUp: () => void }} Asked */

/**
 * The Web Locks of one scope, by which tabs agree on a leader and learn of each other's death. Which ones, the engine says;
 * it is told of each that is granted and of each that is taken away.
 */
export class Locks {
  /** @type {Map<string, Asked>} asked for and not given up, by name below the scope */
  asked = new Map();
  failed = false;

  /**
   * @param {import('./types.js').LocksLike | null} manager null: nothing is ever granted
   * @param {string} scope
   * @param {(signal: import('./contract.js').Signal) => void} tell
   * @param {import('./errors.js').Report} report
   */
  constructor(manager, scope, tell, report) {
    this.manager = manager;
    this.prefix = `tablattice:${scope}:`;
    this.tell = tell;
    this.report = report;
  }

  /**
   * Asks for a lock, once; it is kept until `release`.
   * @param {string} name
   * @param {boolean} [steal] takes it from whoever holds it, also where it was waited for
   */
  ask(name, steal = false) {
    const earlier = this.asked.get(name);
    if (this.manager === null || earlier?.held || (earlier && !steal)) return;
    earlier?.giveUp();
    const controller = new AbortController();
    const { signal } = controller;
    const asked = { held: false, giveUp: () => controller.abort() };
    this.asked.set(name, asked);
    const keep = () => signal.aborted || this.granted(name, asked, signal);
    // The standard refuses a steal that can be withdrawn; it is granted at once in any case.
    const asking = this.manager.request(this.prefix + name, steal ? { steal } : { signal }, keep);
    asking.catch((error) => signal.aborted || this.lost(name, asked, error));
  }

  /** @param {string} name given back, or not waited for any more */
  release(name) {
    this.asked.get(name)?.giveUp();
    this.asked.delete(name);
  }

  releaseAll() {
    for (const name of this.asked.keys()) this.release(name);
  }

  /**
   * @param {string} name
   * @param {Asked} asked
   * @param {AbortSignal} signal
   * @returns {Promise<void>} as long as it lasts, the lock is held
   */
  granted(name, asked, signal) {
    const released = new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    asked.held = true;
    this.tell({ type: 'lock', name, held: true });
    return released;
  }

  /**
   * @param {string} name
   * @param {Asked} asked
   * @param {unknown} error
   */
  lost(name, asked, error) {
    this.asked.delete(name);
    if (asked.held) this.tell({ type: 'lock', name, held: false });
    else if (!this.failed) this.report(asError(error, 'locks_failed', 'Web Locks', this.prefix + name));
    this.failed ||= !asked.held;
  }
}
