// Events one by one, each timed from the wire until the subscribers have read the views.
import { deserialize } from 'node:v8';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** @typedef {import('../contenders/index.js').Dashboard} Dashboard */
/** @typedef {import('../contenders/index.js').Contender['wire']} Wire */

/**
 * @param {Dashboard} dashboard
 * @param {Wire} wire
 * @param {any[]} events
 * @param {number} budgetMs no event begins later than that
 * @returns {Promise<{ count: number, elapsedMs: number, timesUs: Float64Array }>} `elapsedMs` with what was put off to later turns
 */
export async function runEvents(dashboard, wire, events, budgetMs) {
  const timesUs = new Float64Array(events.length);
  const start = performance.now();
  let count = 0;
  let before = start;
  for (const event of events) {
    const waiting = dashboard.receive(wire === 'clone' ? deserialize(event) : event);
    if (waiting instanceof Promise) await waiting;
    const after = performance.now();
    timesUs[count] = (after - before) * 1000;
    count += 1;
    before = after;
    if (after - start > budgetMs) break;
  }
  await laterTurns();
  return { count, elapsedMs: performance.now() - start, timesUs: timesUs.subarray(0, count).slice() };
}

/** Lets run what was put off to the next turns of the event loop. */
async function laterTurns() {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

/**
 * @param {Float64Array} times
 * @param {number} share from 0 to 1
 */
export const percentile = (times, share) =>
  times.toSorted()[Math.min(times.length - 1, Math.floor(times.length * share))];

/**
 * @param {() => unknown} work
 * @returns {Promise<number>} milliseconds
 */
export async function timed(work) {
  const start = performance.now();
  const waiting = work();
  if (waiting instanceof Promise) await waiting;
  return performance.now() - start;
}

/** @param {number[]} numbers at least one */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
