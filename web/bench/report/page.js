// Writes the results into web/docs/benchmark.md, between its two marks, and the chart beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { ToolFailure } from '../../tools/failure.js';
import { inRoot } from '../../tools/paths.js';
import { chart } from './chart.js';
import { rowCount } from './format.js';
import { costTable, selectorTable, sizeTables } from './tables.js';
import { targetTable } from './targets.js';

const pagePath = inRoot('web', 'docs', 'benchmark.md');
const chartPath = inRoot('web', 'docs', 'benchmark.svg');

/**
 * @param {import('../measure/results.js').Result[]} results
 * @param {import('../measure/results.js').Selectors | null} selectors
 * @param {import('../options.js').Options} options
 */
export function writePage(results, selectors, options) {
  writeSection('npm run bench', resultText(results, selectors, options));
  writeFileSync(chartPath, chart(results));
}

/**
 * @param {string} command whose results the section of the page holds
 * @param {string} text
 */
export function writeSection(command, text) {
  const page = readFileSync(pagePath, 'utf8');
  const [start, end] = [`<!-- ${command} writes from here … -->\n`, '\n<!-- … to here -->'];
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new ToolFailure(`${pagePath} has lost the marks between which ${command} writes.`);
  writeFileSync(pagePath, `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`);
}

/** On what was measured. */
export function machine() {
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
}

/**
 * @param {import('../measure/results.js').Result[]} results
 * @param {import('../measure/results.js').Selectors | null} selectors
 * @param {import('../options.js').Options} options
 */
function resultText(results, selectors, { events, rounds, seed }) {
  return [
    `${machine()}; ${rowCount(events)} events, the best of up to ${rounds} rounds, seed ${seed}.`,
    '![Events per second over the number of rows](benchmark.svg)',
    '### Targets',
    targetTable(results, selectors),
    sizeTables(results, events),
    "### Redux Toolkit's selectors over getState()",
    selectorTable(selectors),
    '### Bundle and start',
    costTable(results),
  ].join('\n\n');
}
