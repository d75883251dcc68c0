// One small run of the whole benchmark: processes, figures, tables and chart.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { measureAll } from '../../bench/measure/all.js';
import { Results } from '../../bench/measure/results.js';
import { readBenchOptions } from '../../bench/options.js';
import { chart } from '../../bench/report/chart.js';
import { costTable, selectorTable, sizeTables } from '../../bench/report/tables.js';
import { outcomeTable, targetTable } from '../../bench/report/targets.js';

test('figures are measured, kept and shown', async (t) => {
  const args = ['--rows', '200,400', '--only', 'tablattice,handwritten', '--events', '200', '--rounds', '1'];
  const options = readBenchOptions(args);
  const lines = /** @type {string[]} */ ([]);
  const say = (/** @type {string} */ line) => void lines.push(line);
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-bench-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'results.json');
  assert.deepEqual(await measureAll(options, new Results(options, path), say), [], lines.join('\n'));

  const kept = Results.read(options, path);
  const results = kept.summary(options.only);
  assert.deepEqual(
    results.map(({ contender }) => contender),
    options.only,
  );
  for (const { bundleBytes, bySize, start } of results) {
    assert.ok(bundleBytes > 500 && start.coldMs > 0 && start.readyMs > 0);
    assert.deepEqual([...bySize.keys()], [200, 400]);
    for (const figures of bySize.values()) {
      const { memoryBytes, read, wasmBytes, ...rest } = figures;
      for (const [name, value] of Object.entries(rest)) assert.ok(value > 0, `${name} is ${value}`);
      assert.equal(figures.events, 200);
    }
  }
  const tables = sizeTables(results, options.events);
  assert.match(tables, /### 200 rows[^]*\| Tablattice \|[^]*### 400 rows[^]*\| hand-written JavaScript \|/);
  assert.match(costTable(results), /\| Tablattice \| [\d.]+ kB \|/);
  assert.match(
    selectorTable(kept.selectors),
    /^\| 400 rows \|[^]*\| three filtered lists, after a change of one row \| [\d.]+ ms \| [\d.]+ ms \| [\d.]+× \|/,
  );
  assert.match(
    targetTable(results, kept.selectors),
    /\| events\/s against TanStack DB \| at least 25.0× \(beyond: 50.0×\) \| not measured \|/,
  );
  assert.match(chart(results), /<polyline[^]*Tablattice/);

  lines.length = 0;
  await measureAll(options, kept, say);
  assert.equal(lines.length, 0, 'what is kept was measured once more');
  kept.forget(['handwritten'], [400]);
  await measureAll(options, kept, say);
  assert.deepEqual(
    lines.map((line) => line.split(':')[0]),
    ['400 rows, hand-written JavaScript', 'hand-written JavaScript'],
  );
});

test('the best of several runs counts, and only fast contenders run several times', () => {
  const results = new Results({ seed: 1, events: 100 });
  const run = { rows: 10, events: 100, eventsPerSecond: 50, ingestMs: 4, tookMs: 1000 };
  const add = (/** @type {object} */ news) => results.add('mobx', 10, /** @type {any} */ ({ ...run, ...news }));
  assert.ok(results.wantsMore('mobx', 10, 3));
  add({});
  assert.ok(results.wantsMore('mobx', 10, 3));
  add({ eventsPerSecond: 70, ingestMs: 6, tookMs: 20_000 });
  assert.ok(!results.wantsMore('mobx', 10, 3), 'it would take too long');
  results.addCosts('mobx', { start: { coldMs: 2, readyMs: 1 }, bundleBytes: 3 });
  const [{ bySize }] = results.summary(['tablattice', 'mobx']);
  const { eventsPerSecond, ingestMs } = /** @type {any} */ (bySize.get(10));
  assert.deepEqual([eventsPerSecond, ingestMs], [70, 4]);
  results.forget(['mobx'], [10]);
  add({ events: 99 });
  assert.ok(!results.wantsMore('mobx', 10, 3), 'it did not come to the end of the events');
});

test('results of another workload, and none, are refused', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-bench-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'results.json');
  assert.throws(() => Results.read({ seed: 1, events: 10 }, path), /There are no results/);
  new Results({ seed: 1, events: 10 }, path).save();
  assert.throws(() => Results.read({ seed: 2, events: 10 }, path), /of another workload/);
});

test('a target is met, missed or gone beyond', () => {
  const show = String;
  const lines = outcomeTable([
    { figure: 'a', aim: 'at least', target: 2, beyond: 4, value: 5, show },
    { figure: 'b', aim: 'at least', target: 2, beyond: 4, value: 3, show },
    { figure: 'c', aim: 'at most', target: 2, value: 6, show },
    { figure: 'd', aim: 'at most', target: null, value: 1, show },
  ]).split('\n');
  assert.deepEqual(
    lines.slice(2).map((line) => line.split(' | ').slice(1).join('; ')),
    [
      'at least 2 (beyond: 4); 5; met, and beyond |',
      'at least 2 (beyond: 4); 3; met |',
      'at most 2; 6; missed 3.00× |',
    ].concat('; 1; told only |'),
  );
});

test('options say what is wrong with them', () => {
  assert.throws(() => readBenchOptions(['--only', 'nobody']), /No such contender: nobody/);
  assert.throws(() => readBenchOptions(['--rows', 'many']), /--rows takes a whole number/);
  assert.equal(readBenchOptions([]).whole, true);
  assert.equal(readBenchOptions(['--rows', '1000']).whole, false);
  assert.throws(() => readBenchOptions(['--continue', '--rows', '1000']), /--continue goes with no --rows/);
});
