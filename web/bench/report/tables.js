// The results as Markdown tables: one per size, and one of what does not depend on it.
import { contenders, nameWithVersions } from '../contenders/index.js';
import { duration, kilobytes, megabytes, rowCount, short, table } from './format.js';

/** @typedef {import('../measure/results.js').Result} Result */
/** @typedef {import('../measure/run.js').Figures} Figures */

/**
 * @param {Result[]} results
 * @param {number} eventsWanted
 */
export function sizeTables(results, eventsWanted) {
  const sizes = [...new Set(results.flatMap(({ bySize }) => [...bySize.keys()]))].sort((a, b) => a - b);
  return sizes.map((rows) => sizeTable(results, rows, eventsWanted)).join('\n\n');
}

/**
 * @param {Result[]} results
 * @param {number} rows
 * @param {number} eventsWanted
 */
function sizeTable(results, rows, eventsWanted) {
  const there = results.filter(({ bySize }) => bySize.has(rows));
  const figuresOf = (/** @type {Result} */ { bySize }) => /** @type {Figures} */ (bySize.get(rows));
  const [{ listBytes }] = there.map(figuresOf);
  const parseMs = Math.min(...there.map((result) => figuresOf(result).parseMs));
  const heads = [
    '',
    'events/s',
    'p50',
    'p99',
    'ingest',
    'list poll',
    'feed poll',
    'memory',
    'cost/event, × 1,000 rows',
  ];
  const lines = there.map((result) => {
    const figures = figuresOf(result);
    const few = figures.events < eventsWanted ? ` (of ${figures.events})` : '';
    const small = result.bySize.get(1000);
    return [
      contenders[result.contender].name,
      short(figures.eventsPerSecond) + few,
      `${short(figures.p50Us)} µs`,
      `${short(figures.p99Us)} µs`,
      duration(figures.ingestMs),
      duration(figures.pollListMs),
      duration(figures.pollFeedMs),
      memory(figures),
      small ? `${short(figures.usPerEvent / small.usPerEvent)}×` : '',
    ];
  });
  const alone = `The list is ${megabytes(listBytes)}; TextDecoder + JSON.parse alone take ${duration(parseMs)}.`;
  return `### ${rowCount(rows)} rows\n\n${table(heads, lines)}\n\n${alone}`;
}

/** @param {Figures} figures */
const memory = ({ memoryBytes, wasmBytes }) =>
  megabytes(memoryBytes) + (wasmBytes > 0 ? ` (WebAssembly ${megabytes(wasmBytes)})` : '');

/** @param {import('../measure/results.js').Selectors | null} selectors */
export function selectorTable(selectors) {
  if (selectors === null) return 'Not measured.';
  const { rows, engine, rtk } = selectors;
  const line = (/** @type {string} */ told, /** @type {keyof typeof engine} */ name) => [
    told,
    duration(engine[name]),
    duration(rtk[name]),
    `${short(engine[name] / rtk[name])}×`,
  ];
  const lines = [
    line('three filtered lists, after a change of one row', 'changedMs'),
    line('the same, nothing changed', 'unchangedMs'),
    line('1,000 rows by their ids, the state asked for each time', 'byIdMs'),
    line('the lists for the first time: each row is parsed now, not when it came', 'firstMs'),
  ];
  return table([`${rowCount(rows)} rows`, 'over getState()', 'over RTK state', ''], lines);
}

/** @param {Result[]} results */
export function costTable(results) {
  const lines = results
    .filter(({ contender }) => contender !== 'objects') // the same code as the line before
    .map(({ contender, bundleBytes, start }) => [
      nameWithVersions(contenders[contender]),
      kilobytes(bundleBytes),
      duration(start.coldMs),
      duration(start.readyMs),
    ]);
  return table(['', 'bundle, min + brotli', 'module to first view', 'a second time, compiled'], lines);
}
