/**
 * A page's timers in virtual time. The world keeps one for each page: the earliest.
 *
 * They count the time that passes, whatever becomes of the page's clock, as a browser's do.
 */
export class PageTimers {
  /** @type {Map<number, { dueMs: number, work: () => void }>} */
  set_ = new Map();
  last = 0;
  /** @type {number | null | undefined} the earliest as the world knows it; undefined: it knows none, whatever it was told */
  toldMs = null;

  /** @param {import('./page.js').Desk & { timeMs: number, now: number }} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {() => void} work
   * @param {number} [delayMs]
   */
  set(work, delayMs = 0) {
    this.last += 1;
    this.set_.set(this.last, { dueMs: this.page.timeMs + Math.max(0, Math.ceil(delayMs)), work });
    return this.last;
  }

  /** @param {number | undefined} timer */
  clear(timer) {
    if (timer !== undefined) this.set_.delete(timer);
  }

  /** The world's timer rang. */
  ring() {
    this.toldMs = undefined;
    for (const [timer, { dueMs, work }] of [...this.set_]) {
      if (dueMs > this.page.timeMs || !this.set_.delete(timer)) continue;
      work();
    }
  }

  /** Tells the world of the earliest, where it is not the one that it knows. */
  tell() {
    const { now, timeMs } = this.page;
    const dueMs = this.set_.size === 0 ? null : Math.min(...Array.from(this.set_.values(), (each) => each.dueMs));
    if (dueMs !== this.toldMs) this.page.emit({ kind: 'wake', at: dueMs === null ? null : now + dueMs - timeMs });
    this.toldMs = dueMs;
  }
}
