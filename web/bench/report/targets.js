// What was aimed at, as ratios in one run, and what came of it.
import { duration, kilobytes, short, table } from './format.js';

/** @typedef {import('../measure/all.js').Result} Result */
/**
 * A figure that should be at least, or at most, so much.
 * @typedef {{ figure: string, aim: 'at least' | 'at most', target: number, value: number, show: (value: number) => string }} Outcome
 */

const aimedAt = 100_000;
const largest = 1_000_000;
const smallest = 1_000;

const times = (/** @type {number} */ value) => `${short(value)}×`;
const percent = (/** @type {number} */ value) => `${short(value)} %`;

/**
 * @param {Result[]} results
 * @returns {Outcome[]} `value` is NaN where it was not measured
 */
function outcomes(results) {
  const of = (/** @type {string} */ id) => results.find(({ contender }) => contender === id);
  const at = (
    /** @type {keyof import('../measure/run.js').Figures} */ name,
    { id = 'tablattice', rows = aimedAt } = {},
  ) => of(id)?.bySize.get(rows)?.[name] ?? NaN;
  const faster = (/** @type {string} */ id) => at('eventsPerSecond') / at('eventsPerSecond', { id });
  const growth = at('usPerEvent', { rows: largest }) / at('usPerEvent', { rows: smallest });
  const memory = at('memoryBytes') / at('memoryBytes', { id: 'handwritten' });
  const feedShare = (at('pollFeedMs') / at('parseMs')) * 100;
  const atLeast = (/** @type {string} */ figure, /** @type {number} */ target, /** @type {number} */ value) =>
    /** @type {Outcome} */ ({ figure, aim: 'at least', target, value, show: times });
  const atMost = (
    /** @type {string} */ figure,
    /** @type {number} */ target,
    /** @type {number} */ value,
    show = times,
  ) => /** @type {Outcome} */ ({ figure, aim: 'at most', target, value, show });
  return [
    atLeast('events/s against hand-written JavaScript, both from the wire', 1, faster('handwritten')),
    atLeast('events/s against TanStack DB', 25, faster('tanstack-db')),
    atLeast('events/s against Redux Toolkit', 10_000, faster('redux-toolkit')),
    atMost('ingest against TextDecoder + JSON.parse alone', 1, at('ingestMs') / at('parseMs')),
    atMost('feed poll with 100 changes against JSON.parse of the list', 1, feedShare, percent),
    atMost('memory against hand-written JavaScript', 1, memory),
    atMost('cost per event at 1,000,000 over 1,000 rows', 4, growth),
    atMost('whole bundle, min + brotli', 60_000, of('tablattice')?.bundleBytes ?? NaN, kilobytes),
    atMost('engine start, compiled and ready', 15, of('tablattice')?.start.readyMs ?? NaN, duration),
  ];
}

/** @param {Outcome} outcome */
function verdict({ aim, target, value }) {
  const shortfall = aim === 'at least' ? target / value : value / target;
  return shortfall <= 1 ? 'met' : `missed ${times(shortfall)}`;
}

/** @param {Result[]} results */
export function targetTable(results) {
  const lines = outcomes(results).map((outcome) => {
    const { figure, aim, target, value, show } = outcome;
    const known = !Number.isNaN(value);
    return [figure, `${aim} ${show(target)}`, known ? show(value) : 'not measured', known ? verdict(outcome) : ''];
  });
  return table(['figure', 'target', 'this run', ''], lines);
}
