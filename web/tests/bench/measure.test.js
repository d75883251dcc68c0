// One small run of the whole benchmark: processes, figures, tables and chart.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { measureAll } from '../../bench/measure/all.js';
import { readBenchOptions } from '../../bench/options.js';
import { chart } from '../../bench/report/chart.js';
import { costTable, sizeTables } from '../../bench/report/tables.js';
import { targetTable } from '../../bench/report/targets.js';

test('figures are measured and shown', async () => {
  const args = ['--rows', '200,400', '--only', 'tablattice,handwritten', '--events', '200', '--rounds', '1'];
  const options = readBenchOptions(args);
  const lines = /** @type {string[]} */ ([]);
  const results = await measureAll(options, (line) => void lines.push(line));
  for (const { bundleBytes, bySize, start } of results) {
    assert.ok(bundleBytes > 500 && start.coldMs > 0 && start.readyMs > 0);
    assert.deepEqual([...bySize.keys()], [200, 400], lines.join('\n'));
    for (const figures of bySize.values()) {
      const { memoryBytes, read, ...rest } = figures;
      for (const [name, value] of Object.entries(rest)) assert.ok(value > 0, `${name} is ${value}`);
      assert.equal(figures.events, 200);
    }
  }
  const tables = sizeTables(results, options.events);
  assert.match(tables, /### 200 rows[^]*\| Tablattice \|[^]*### 400 rows[^]*\| hand-written JavaScript \|/);
  assert.match(costTable(results), /\| Tablattice \| [\d.]+ kB \|/);
  assert.match(targetTable(results), /\| events\/s against TanStack DB \| at least 25.0× \| not measured \|/);
  assert.match(chart(results), /<polyline[^]*Tablattice/);
});

test('options say what is wrong with them', () => {
  assert.throws(() => readBenchOptions(['--only', 'nobody']), /No such contender: nobody/);
  assert.throws(() => readBenchOptions(['--rows', 'many']), /--rows takes a whole number/);
  assert.equal(readBenchOptions([]).whole, true);
  assert.equal(readBenchOptions(['--rows', '1000']).whole, false);
});
