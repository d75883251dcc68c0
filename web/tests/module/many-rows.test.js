// Rows that come by the thousand: the engine does not name them, and everyone sees them all the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openTabs, quiet } from './tabs.js';

/**
 * @param {number} from
 * @param {number} to
 */
const rowsOf = (from, to) =>
  Array.from({ length: to - from }, (_, at) => ({ id: `r${10_000 + from + at}`, version: 1, title: `t${at % 7}` }));

/** @param {any[]} rows */
const idsOf = (rows) => rows.map(({ id }) => id);

test('rows that come by the thousand are in keys, views, states and subscriptions', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { engine, slots } = tabs[0];
  const first = rowsOf(0, 2);
  slots.load(JSON.stringify(first));
  const empty = engine.getState();
  const view = engine.view({ from: 'slots', orderBy: 'id' });
  const heard = /** @type {[string, any][]} */ ([]);
  for (const id of ['r10000', 'r10001', 'r11500', 'r99999']) slots.subscribe(id, (row) => heard.push([id, row?.title]));
  const known = [slots.get('r10000'), slots.get('r10001')];
  assert.deepEqual(slots.keys(), idsOf(first));
  assert.equal(slots.get('r11500'), undefined);

  const rows = rowsOf(0, 3000);
  rows[1] = { ...rows[1], version: 2, title: 'changed' };
  slots.load(JSON.stringify(rows));
  await quiet();

  assert.deepEqual(heard, [
    ['r10001', 'changed'],
    ['r11500', rows[1500].title],
  ]);
  assert.deepEqual(slots.keys(), idsOf(rows));
  assert.equal(slots.get('r10000'), known[0]);
  assert.notEqual(slots.get('r10001'), known[1]);
  assert.deepEqual(idsOf([...view.get().rows]), idsOf(rows));
  assert.equal(view.get().rows[0], known[0]);
  const { slots: before } = /** @type {any} */ (empty);
  assert.deepEqual(before.ids, idsOf(first));
  assert.equal(before.entities.r11500, undefined);
  assert.equal(before.entities.r10001, known[1]);
  const { slots: after } = /** @type {any} */ (engine.getState());
  assert.equal(after.ids.length, 3000);
  assert.equal(after.entities.r11500, slots.get('r11500'));

  heard.length = 0;
  slots.load(JSON.stringify(rows.slice(0, 1400)));
  await quiet();
  assert.deepEqual(heard, [['r11500', undefined]]);
});

test('how many rows there are is known without a list of their keys', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { slots } = tabs[0];
  slots.load(JSON.stringify(rowsOf(0, 3000)));
  const parse = t.mock.method(JSON, 'parse');
  assert.equal(slots.size, 3000);
  const longest = Math.max(...parse.mock.calls.map(({ arguments: [text] }) => text.length));
  assert.ok(longest < 3000, `${longest} characters were parsed`);
});
