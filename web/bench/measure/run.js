// One contender at one size, in a process of its own: node --expose-gc run.js '{ "contender": …, "rows": … }' prints the figures as JSON.
import { Readers } from '../workload/readers.js';
import { afterEvents, firstList, firstSlots, wireEvents } from '../workload/dashboard.js';
import { checkShown } from '../workload/views.js';
import { contenders, loadContender } from '../contenders/index.js';
import { median, percentile, runEvents, timed } from './events.js';
import { heldBytes, wasmBytes, watchWasmMemories } from './memory.js';

/**
 * @typedef {object} Task
 * @property {string} contender
 * @property {number} rows
 * @property {number} seed
 * @property {number} events
 * @property {number} budgetMs for the events, so that slow contenders end
 */

/** @typedef {Awaited<ReturnType<typeof measure>>} Figures */

const warmUpEvents = 2_000;
const ingestRounds = 3;
const ingestBudgetMs = 2_000;

/** @param {Uint8Array} list */
function parseAlone(list) {
  const start = performance.now();
  JSON.parse(new TextDecoder().decode(list));
  return performance.now() - start;
}

/** @param {Task} task */
async function measure({ contender: id, rows, seed, events, budgetMs }) {
  const { wire } = contenders[id];
  const size = { rows, seed };
  const { open } = await loadContender(contenders[id]);
  let list = /** @type {Uint8Array | null} */ (firstList(size));
  const told = wireEvents(size, warmUpEvents + events, wire);
  const parseMs = median(Array.from({ length: ingestRounds }, () => parseAlone(/** @type {any} */ (list))));
  const listBytes = /** @type {Uint8Array} */ (list).length;

  const ingestsMs = [];
  let readers = new Readers();
  let dashboard = await open(readers);
  const wasmBefore = wasmBytes();
  const bytesBefore = (await heldBytes()) - listBytes - wasmBefore;
  ingestsMs.push(await timed(() => dashboard.ingest(/** @type {any} */ (list))));
  while (ingestsMs.length < ingestRounds && ingestsMs[0] < ingestBudgetMs) {
    await dashboard.close();
    readers = new Readers();
    dashboard = await open(readers);
    ingestsMs.push(await timed(() => dashboard.ingest(/** @type {any} */ (list))));
  }
  list = null;
  checkShown(dashboard.shown(), readers, firstSlots(size));

  const warmUp = await runEvents(dashboard, wire, told.slice(0, warmUpEvents), budgetMs / 5);
  const run = await runEvents(dashboard, wire, told.slice(warmUp.count, warmUp.count + events), budgetMs);
  const heldAfter = await heldBytes();
  const wasmAfter = wasmBytes();
  const after = afterEvents(size, warmUp.count + run.count);
  checkShown(dashboard.shown(), readers, after.slots);

  const feedsMs = [];
  for (const { body, slots } of after.feeds) {
    feedsMs.push(await timed(() => dashboard.pollFeed(body)));
    checkShown(dashboard.shown(), readers, slots);
  }
  const listMs = await timed(() => dashboard.pollList(after.list));
  checkShown(dashboard.shown(), readers, after.slotsAfterList);
  await dashboard.close();

  return {
    rows,
    listBytes,
    parseMs,
    ingestMs: median(ingestsMs),
    events: run.count,
    eventsPerSecond: (run.count / run.elapsedMs) * 1000,
    usPerEvent: (run.elapsedMs / run.count) * 1000,
    p50Us: percentile(run.timesUs, 0.5),
    p99Us: percentile(run.timesUs, 0.99),
    pollFeedMs: median(feedsMs),
    pollListMs: listMs,
    memoryBytes: heldAfter - bytesBefore,
    wasmBytes: wasmAfter,
    read: readers.sum,
  };
}

watchWasmMemories();
const task = /** @type {Task} */ (JSON.parse(process.argv[2]));
process.stdout.write(`${JSON.stringify(await measure(task))}\n`);
