// The whole measurement: every contender at every size, the fast ones several times.
import { contenders } from '../contenders/index.js';
import { bundleBytes } from './bundle.js';
import { median } from './events.js';
import { runSelectors, runStart, runTask } from './processes.js';

/** @typedef {import('./results.js').Results} Results */
/** @typedef {Pick<import('../options.js').Options, 'sizes' | 'only' | 'rounds' | 'budgetMs'>} Plan */

/**
 * Measures what the results do not hold yet.
 *
 * @param {Plan} plan
 * @param {Results} results
 * @param {(line: string) => void} say
 * @returns {Promise<string[]>} what failed, as told
 */
export async function measureAll(plan, results, say) {
  const failed = /** @type {string[]} */ ([]);
  for (const rows of plan.sizes) failed.push(...(await measureSize(rows, plan, results, say)));
  for (const contender of plan.only.filter((id) => results.costs[id] === undefined)) {
    const start = await measureStart(contender, plan.rounds);
    const bytes = await bundleBytes(contender);
    results.addCosts(contender, { start, bundleBytes: bytes });
    const started = `start ${start.coldMs.toFixed(1)} ms, again ${start.readyMs.toFixed(1)} ms`;
    say(`${contenders[contender].name}: ${started}, bundle ${(bytes / 1000).toFixed(1)} kB`);
  }
  if (plan.only.includes('tablattice') && results.selectors === null) await measureSelectors(plan, results, say);
  return failed;
}

/**
 * At the largest size at which others are measured too.
 *
 * @param {Plan} plan
 * @param {Results} results
 * @param {(line: string) => void} say
 */
async function measureSelectors({ sizes }, results, say) {
  const rows = Math.max(...sizes.filter((each) => each <= contenders['redux-toolkit'].rowsMax));
  if (rows < 0) return;
  const times = await runSelectors({ rows, seed: results.workload.seed });
  results.addSelectors({ rows, ...times });
  say(
    `${rows} rows, selectors after a change: ${times.engine.changedMs.toFixed(1)} ms, RTK ${times.rtk.changedMs.toFixed(1)} ms`,
  );
}

/**
 * The rounds of all contenders alternate, so that what else the machine does falls on all of them.
 *
 * @param {number} rows
 * @param {Plan} plan
 * @param {Results} results
 * @param {(line: string) => void} say
 */
async function measureSize(rows, { only, rounds, budgetMs }, results, say) {
  const failed = /** @type {Map<string, string>} */ (new Map());
  const wanted = () =>
    only.filter((id) => rows <= contenders[id].rowsMax && !failed.has(id) && results.wantsMore(id, rows, rounds));
  for (let asked = wanted(); asked.length > 0; asked = wanted()) {
    for (const contender of asked) {
      const told = `${rows} rows, ${contenders[contender].name}:`;
      const start = performance.now();
      try {
        const figures = await runTask({ contender, rows, budgetMs, ...results.workload });
        const tookMs = performance.now() - start;
        results.add(contender, rows, { ...figures, tookMs });
        say(`${told} ${summary(figures)} (${(tookMs / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed.set(contender, told.slice(0, -1)); // the others are measured all the same
        say(`${told} FAILED: ${/** @type {Error} */ (error).message}`);
      }
    }
  }
  return [...failed.values()];
}

/** @param {import('./run.js').Figures} figures */
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
 * @param {string} contender
 * @param {number} rounds
 */
async function measureStart(contender, rounds) {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await runStart(contender));
  return { coldMs: median(runs.map(({ coldMs }) => coldMs)), readyMs: median(runs.map(({ readyMs }) => readyMs)) };
}
