// How long a page is blocked: its tasks of more than 50 ms, as the browser reports them, and the longest time for which a timer was late.

/** @typedef {{ longestMs: number, longTasksMs: number[], frames: number, frameP99Ms: number }} Blocking */

/** In the page, before anything else: begins to watch it. */
export function watchBlocking() {
  const timerMs = 4; // what browsers make of a timer that is to come at once
  const longTasksMs = /** @type {number[]} */ ([]);
  const framesMs = /** @type {number[]} */ ([]);
  let longestMs = 0;
  const observer = new PerformanceObserver((list) => {
    longTasksMs.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask', buffered: true });
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last - timerMs);
    last = now;
  }, timerMs);
  let lastFrame = 0;
  const frame = (/** @type {number} */ at) => {
    if (lastFrame > 0) framesMs.push(at - lastFrame);
    lastFrame = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const blocking = {
    forget() {
      longTasksMs.length = framesMs.length = longestMs = 0;
      last = performance.now();
    },
    read() {
      const sorted = framesMs.toSorted((a, b) => a - b);
      const frameP99Ms = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
      return { longestMs, longTasksMs: [...longTasksMs], frames: framesMs.length, frameP99Ms };
    },
  };
  Object.assign(globalThis, { blocking });
}

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<Blocking>}
 */
export const readBlocking = (page) => page.evaluate(() => /** @type {any} */ (globalThis).blocking.read());

/** @param {import('playwright-core').Page} page */
export const forgetBlocking = (page) => page.evaluate(() => /** @type {any} */ (globalThis).blocking.forget());
