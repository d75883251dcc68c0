const delayMsMax = 2 ** 31 - 1; // a longer setTimeout fires at once

/** The engine's one timer. */
export class Timer {
  cancel = () => {};

  /**
   * @param {() => void} ring
   * @param {() => number} now Unix milliseconds
   */
  constructor(ring, now) {
    this.ring = ring;
    this.now = now;
  }

  /**
   * In place of what was set before.
   * @param {number | null} at Unix milliseconds; null: never. What setTimeout cannot wait for rings early, which is harmless
   */
  set(at) {
    this.cancel();
    this.cancel = () => {};
    if (at === null) return;
    const delayMs = Math.min(Math.max(0, at - this.now()), delayMsMax);
    this.cancel = delayMs === 0 ? ringSoon(this.ring) : ringLater(this.ring, delayMs);
  }
}

/**
 * In a task of its own, after what already waits.
 * @param {() => void} ring
 * @returns {() => void} cancels it
 */
export const ringSoon = (ring) => (isHidden() ? ringInNextTask(ring) : ringLater(ring, 0));

/** Such a page's timers ring once a second, and another tab may wait for many small steps of it. Messages come at once. */
const isHidden = () => globalThis.document?.visibilityState === 'hidden' && typeof MessageChannel === 'function';

/** @param {() => void} ring */
function ringInNextTask(ring) {
  const { port1, port2 } = new MessageChannel();
  const cancel = () => port1.close();
  port1.onmessage = () => {
    cancel();
    ring();
  };
  port2.postMessage(null);
  return cancel;
}

/**
 * @param {() => void} ring
 * @param {number} delayMs
 */
function ringLater(ring, delayMs) {
  const timer = setTimeout(ring, delayMs);
  return () => clearTimeout(timer);
}
