// What was aimed at, as ratios in one run, and what came of it.
import { duration, kilobytes, short, table } from './format.js';

/** @typedef {import('../measure/results.js').Result} Result */
/**
 * A figure that should be at least, or at most, so much; and what it would be to go beyond that.
 * @typedef {object} Outcome
 * @property {string} figure
 * @property {'at least' | 'at most'} aim
 * @property {number | null} target null: it is only told
 * @property {number} [beyond]
 * @property {number} value NaN where it was not measured
 * @property {(value: number) => string} show
 */

const aimedAt = 100_000;
const largest = 1_000_000;
const smallest = 1_000;

const times = (/** @type {number} */ value) => `${short(value)}×`;
const percent = (/** @type {number} */ value) => `${short(value)} %`;

/**
 * @param {Result[]} results
 * @param {import('../measure/results.js').Selectors | null} selectors
 * @returns {Outcome[]}
 */
function outcomes(results, selectors) {
  const of = (/** @type {string} */ id) => results.find(({ contender }) => contender === id);
  const at = (
    /** @type {keyof import('../measure/run.js').Figures} */ name,
    { id = 'tablattice', rows = aimedAt } = {},
  ) => of(id)?.bySize.get(rows)?.[name] ?? NaN;
  const faster = (/** @type {string} */ id) => at('eventsPerSecond') / at('eventsPerSecond', { id });
  const growth = at('usPerEvent', { rows: largest }) / at('usPerEvent', { rows: smallest });
  const memory = at('memoryBytes') / at('memoryBytes', { id: 'handwritten' });
  const feedShare = (at('pollFeedMs') / at('parseMs')) * 100;
  const { bundleBytes = NaN, start } = of('tablattice') ?? {};
  const atLeast = /** @type {const} */ ({ aim: 'at least', show: times });
  const atMost = /** @type {const} */ ({ aim: 'at most', show: times });
  return [
    {
      figure: 'events/s against hand-written JavaScript, both from the wire',
      ...atLeast,
      target: 1,
      value: faster('handwritten'),
    },
    {
      figure: 'events/s against hand-written JavaScript that is given objects',
      ...atLeast,
      target: null,
      value: faster('objects'),
    },
    { figure: 'events/s against TanStack DB', ...atLeast, target: 25, beyond: 50, value: faster('tanstack-db') },
    { figure: 'events/s against Redux Toolkit', ...atLeast, target: 10_000, value: faster('redux-toolkit') },
    {
      figure: 'ingest against TextDecoder + JSON.parse alone',
      ...atMost,
      target: 1,
      value: at('ingestMs') / at('parseMs'),
    },
    {
      figure: 'feed poll with 100 changes against JSON.parse of the list',
      ...atMost,
      target: 1,
      value: feedShare,
      show: percent,
    },
    { figure: 'memory against hand-written JavaScript', ...atMost, target: 1, value: memory },
    {
      figure: "Redux Toolkit's selectors after a change, over getState() against over its own state",
      ...atMost,
      target: 1,
      value: selectors === null ? NaN : selectors.engine.changedMs / selectors.rtk.changedMs,
    },
    { figure: 'cost per event at 1,000,000 rows over 1,000', ...atMost, target: 4, value: growth },
    {
      figure: 'whole bundle, min + brotli',
      ...atMost,
      target: 60_000,
      beyond: 45_000,
      value: bundleBytes,
      show: kilobytes,
    },
    { figure: 'engine start, compiled and ready', ...atMost, target: 15, value: start?.readyMs ?? NaN, show: duration },
  ];
}

/** @param {Outcome} outcome */
function verdict({ aim, target, beyond, value }) {
  if (target === null) return 'told only';
  const shortfall = (/** @type {number} */ goal) => (aim === 'at least' ? goal / value : value / goal);
  if (shortfall(target) > 1) return `missed ${times(shortfall(target))}`;
  return beyond !== undefined && shortfall(beyond) <= 1 ? 'met, and beyond' : 'met';
}

/** @param {Outcome} outcome */
function goal({ aim, target, beyond, show }) {
  if (target === null) return '';
  return `${aim} ${show(target)}${beyond === undefined ? '' : ` (beyond: ${show(beyond)})`}`;
}

/** @param {Outcome[]} outcomes */
export function outcomeTable(outcomes) {
  const lines = outcomes.map((outcome) => {
    const { figure, value, show } = outcome;
    const known = !Number.isNaN(value);
    return [figure, goal(outcome), known ? show(value) : 'not measured', known ? verdict(outcome) : ''];
  });
  return table(['figure', 'target', 'this run', ''], lines);
}

/**
 * @param {Result[]} results
 * @param {import('../measure/results.js').Selectors | null} selectors
 */
export const targetTable = (results, selectors) => outcomeTable(outcomes(results, selectors));
