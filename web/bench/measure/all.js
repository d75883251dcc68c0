// The whole measurement: every contender at every size, the fast ones several times.
import { contenders } from '../contenders/index.js';
import { median } from './events.js';
import { runStart, runTask } from './processes.js';

/** @typedef {import('./run.js').Figures} Figures */
/** @typedef {{ contender: string, bySize: Map<number, Figures>, start: { coldMs: number, readyMs: number } }} Result */

/** A run that took longer is not repeated. */
const fastMs = 15_000;
const startRounds = 5;
/** The figures of which more is better. */
const more = ['events', 'eventsPerSecond'];

/**
 * @param {import('../options.js').Options} options
 * @param {(line: string) => void} say
 * @returns {Promise<Result[]>}
 */
export async function measureAll({ sizes, only, events, rounds, seed, budgetMs }, say) {
  const results = new Map(only.map((contender) => [contender, /** @type {Map<number, Figures>} */ (new Map())]));
  for (const rows of sizes) {
    const asked = only.filter((id) => rows <= contenders[id].rowsMax);
    const runs = new Map(asked.map((id) => [id, /** @type {Figures[]} */ ([])]));
    const slow = new Set();
    for (let round = 0; round < rounds; round += 1) {
      for (const contender of asked.filter((id) => !slow.has(id))) {
        const start = performance.now();
        const figures = await runTask({ contender, rows, seed, events, budgetMs });
        runs.get(contender)?.push(figures);
        const tookMs = performance.now() - start;
        if (tookMs > fastMs) slow.add(contender);
        say(`${rows} rows, ${contenders[contender].name}: ${summary(figures)} (${(tookMs / 1000).toFixed(1)} s)`);
      }
    }
    for (const [id, figures] of runs) results.get(id)?.set(rows, best(figures));
  }
  const starts = new Map();
  for (const id of only) starts.set(id, await measureStart(id));
  return only.map((id) => ({ contender: id, bySize: results.get(id) ?? new Map(), start: starts.get(id) }));
}

/** @param {Figures} figures */
function summary({ events, eventsPerSecond, ingestMs, parseMs, memoryBytes, p50Us, p99Us, pollListMs, pollFeedMs }) {
  const parts = [
    `${Math.round(eventsPerSecond)} events/s of ${events} (p50 ${p50Us.toFixed(0)} µs, p99 ${p99Us.toFixed(0)} µs)`,
    `ingest ${ingestMs.toFixed(0)} ms (JSON.parse ${parseMs.toFixed(0)})`,
    `list poll ${pollListMs.toFixed(1)} ms, feed poll ${pollFeedMs.toFixed(2)} ms`,
    `${(memoryBytes / 1e6).toFixed(0)} MB`,
  ];
  return parts.join(', ');
}

/**
 * Of each figure the best of the rounds: what else a machine does makes a run slower, never faster.
 *
 * @param {Figures[]} runs at least one
 * @returns {Figures}
 */
function best(runs) {
  const names = /** @type {(keyof Figures)[]} */ (Object.keys(runs[0]));
  const pick = (/** @type {keyof Figures} */ name) => (more.includes(name) ? Math.max : Math.min);
  const entries = names.map((name) => [name, pick(name)(...runs.map((figures) => figures[name]))]);
  return /** @type {Figures} */ (Object.fromEntries(entries));
}

/** @param {string} contender */
async function measureStart(contender) {
  const runs = [];
  for (let round = 0; round < startRounds; round += 1) runs.push(await runStart(contender));
  return { coldMs: median(runs.map(({ coldMs }) => coldMs)), readyMs: median(runs.map(({ readyMs }) => readyMs)) };
}
