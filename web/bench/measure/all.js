// The whole measurement: every contender at every size, the fast ones several times.
import { contenders } from '../contenders/index.js';
import { bundleBytes } from './bundle.js';
import { median } from './events.js';
import { runStart, runTask } from './processes.js';

/** @typedef {import('./run.js').Figures} Figures */
/** @typedef {Awaited<ReturnType<typeof measureAll>>[number]} Result */

/** A run that took longer is not repeated. */
const fastMs = 15_000;
/** The figures of which more is better. */
const more = ['events', 'eventsPerSecond'];

/**
 * @param {import('../options.js').Options} options
 * @param {(line: string) => void} say
 */
export async function measureAll(options, say) {
  const results = options.only.map((contender) => ({
    contender,
    bySize: /** @type {Map<number, Figures>} */ (new Map()),
    start: { coldMs: 0, readyMs: 0 },
    bundleBytes: 0,
  }));
  for (const rows of options.sizes) {
    const figures = await measureSize(rows, options, say);
    for (const { contender, bySize } of results) {
      const runs = figures.get(contender);
      if (runs && runs.length > 0) bySize.set(rows, best(runs));
    }
  }
  for (const result of results) {
    result.start = await measureStart(result.contender, options.rounds);
    result.bundleBytes = await bundleBytes(result.contender);
    const { start, contender } = result;
    const started = `start ${start.coldMs.toFixed(1)} ms, again ${start.readyMs.toFixed(1)} ms`;
    say(`${contenders[contender].name}: ${started}, bundle ${(result.bundleBytes / 1000).toFixed(1)} kB`);
  }
  return results;
}

/**
 * The rounds of all contenders alternate, so that what else the machine does falls on all of them.
 *
 * @param {number} rows
 * @param {import('../options.js').Options} options
 * @param {(line: string) => void} say
 * @returns {Promise<Map<string, Figures[]>>}
 */
async function measureSize(rows, { only, events, rounds, seed, budgetMs }, say) {
  const asked = only.filter((id) => rows <= contenders[id].rowsMax);
  const runs = new Map(asked.map((id) => [id, /** @type {Figures[]} */ ([])]));
  const slow = new Set(); // or broken
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of asked.filter((id) => !slow.has(id))) {
      const start = performance.now();
      const told = `${rows} rows, ${contenders[contender].name}:`;
      const figures = await runTask({ contender, rows, seed, events, budgetMs }).catch((error) => {
        say(`${told} FAILED: ${error.message}`); // the page will say that it has no figures
        return null;
      });
      const tookMs = performance.now() - start;
      if (figures === null || tookMs > fastMs) slow.add(contender);
      if (figures === null) continue;
      runs.get(contender)?.push(figures);
      say(`${told} ${summary(figures)} (${(tookMs / 1000).toFixed(1)} s)`);
    }
  }
  return runs;
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

/**
 * @param {string} contender
 * @param {number} rounds
 */
async function measureStart(contender, rounds) {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await runStart(contender));
  return { coldMs: median(runs.map(({ coldMs }) => coldMs)), readyMs: median(runs.map(({ readyMs }) => readyMs)) };
}
