// Writes the results into web/docs/benchmark.md, between its two marks, and the chart beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { ToolFailure } from '../../tools/failure.js';
import { inRoot } from '../../tools/paths.js';
import { chart } from './chart.js';
import { costTable, sizeTables } from './tables.js';
import { targetTable } from './targets.js';

const pagePath = inRoot('web', 'docs', 'benchmark.md');
const chartPath = inRoot('web', 'docs', 'benchmark.svg');
const marks = /(<!-- results: npm run bench writes from here … -->\n)[^]*(\n<!-- … to here -->)/;

/**
 * @param {import('../measure/all.js').Result[]} results
 * @param {import('../options.js').Options} options
 */
export function writePage(results, options) {
  const page = readFileSync(pagePath, 'utf8');
  if (!marks.test(page)) throw new ToolFailure(`${pagePath} has lost the marks between which the results go.`);
  const text = resultText(results, options);
  writeFileSync(
    pagePath,
    page.replace(marks, (_, start, end) => `${start}\n${text}\n${end}`),
  );
  writeFileSync(chartPath, chart(results));
}

/**
 * @param {import('../measure/all.js').Result[]} results
 * @param {import('../options.js').Options} options
 */
function resultText(results, { events, rounds, seed }) {
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
  return [
    `${date}, ${machine}; ${events} events, best of ${rounds} rounds, seed ${seed}.`,
    '![Events per second over the number of rows](benchmark.svg)',
    '## Targets at 100,000 rows',
    targetTable(results),
    '## Figures',
    sizeTables(results, events),
    '### Bundle and start',
    costTable(results),
  ].join('\n\n');
}
