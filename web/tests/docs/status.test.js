// Each member of what the engine tells of itself is explained on the page of operations, and no other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { listFiles } from '../../tools/fingerprint.js';
import { inRoot } from '../../tools/paths.js';
import { Backend } from '../module/backend.js';
import { openTab } from '../module/tabs.js';

const page = readFileSync(inRoot('web', 'docs', 'operations.md'), 'utf8');

/**
 * @param {string} heading the line above a table
 * @returns {string[]} the names in its first column, sorted
 */
function explained(heading) {
  const start = page.indexOf(`\n${heading}\n`);
  assert.notEqual(start, -1, `the page has the line "${heading}"`);
  const [table] = /^\|.*?(?=\n\n)/ms.exec(page.slice(start)) ?? [''];
  const cells = [...table.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].map(([, cell]) => cell);
  return cells.flatMap((cell) => cell.replaceAll('`', '').split(', ')).sort();
}

/** @param {object} told */
const members = (told) => Object.keys(told).sort();

test('every member of the status is explained', async (t) => {
  const { engine, slots } = await openTab(t, new Backend());
  await slots.create({ id: 'a' });
  const status = engine.status();
  assert.deepEqual(explained('### `engine.status()`'), members(status));
  assert.deepEqual(explained('`poll`:'), members(status.poll));
  assert.deepEqual(explained('each of `collections`:'), members(status.collections.slots));
  assert.deepEqual(explained('`counters`, since the engine was made:'), members(status.counters));
});

test('every member of a sync event is explained', async (t) => {
  const { engine, slots } = await openTab(t, new Backend());
  const records = /** @type {object[]} */ ([]);
  engine.events((record) => void records.push(record));
  await slots.create({ id: 'a' });
  assert.ok(records.length > 1);
  for (const record of records) assert.deepEqual(explained('### `engine.events(listener)`'), members(record));
});

test('every way in which a sync event comes is explained', () => {
  const [line] = /^\| `source` .*$/m.exec(page) ?? [''];
  const native = listFiles(['wasm/core'], /\.cpp$/).flatMap((path) => [
    ...readFileSync(inRoot(path), 'utf8').matchAll(/\bapply\(\w+, "(\w+)"/g),
  ]);
  const sources = new Set(['channel', 'memory', 'push', ...native.map(([, source]) => source)]);
  assert.ok(sources.size > 6, [...sources].join());
  for (const source of sources) assert.ok(line.includes(`\`${source}\``), source);
});
