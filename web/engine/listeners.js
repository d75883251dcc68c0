import { checkTypes } from './errors.js';

/**
 * A set of listeners of which one that throws stops no other.
 * @template Value
 */
export class Listeners {
  /** @type {Set<{ listener: (value: Value) => void }>} */
  entries = new Set();

  /** @param {(work: () => void) => void} guard runs what may throw */
  constructor(guard) {
    this.guard = guard;
  }

  /**
   * @param {(value: Value) => void} listener added twice, it is called twice
   * @returns {() => void} stops it; may be called again
   */
  add(listener) {
    checkListener(listener);
    const entry = { listener };
    this.entries.add(entry);
    return () => void this.entries.delete(entry);
  }

  /** @param {Value} value */
  emit(value) {
    for (const entry of [...this.entries]) {
      // One that was stopped by a listener before it is not called any more.
      if (this.entries.has(entry)) this.guard(() => entry.listener(value));
    }
  }
}

/** @param {unknown} listener anything but a function throws `config_invalid`, here and not when it is to be called */
export function checkListener(listener) {
  checkTypes({ listener: listener ?? null }, { function: ['listener'] }, '');
}
