import assert from 'node:assert/strict';
import test from 'node:test';

import { compareBy, slotItems } from '../../dashboards/src/slots/slot-items.js';
import { slot } from './slots.js';

const rows = [slot({ id: 'a', startTime: '09:00' }), slot({ id: 'c', startTime: '11:00' })];
const compare = compareBy(['date', 'startTime']);

/** @param {Partial<import('../../dashboards/src/slots/slot-forms.js').SlotForm>} fields */
const form = (fields) => ({
  ...{ formId: 'form-1', draft: {}, phase: /** @type {const} */ ('editing'), problem: null },
  ...{ base: slot({ id: 'b', startTime: '10:00' }), ...fields },
});

/** @param {ReturnType<typeof slotItems>} items */
const ids = (items) => items.all().map(({ row }) => row.id);

test('a row that left the view while its form is open keeps its place', () => {
  assert.deepEqual(ids(slotItems(rows, [form({})], {}, compare)), ['a', 'b', 'c']);
  const last = form({ base: slot({ id: 'd', startTime: '12:00' }) });
  assert.deepEqual(ids(slotItems(rows, [last], {}, compare)), ['a', 'c', 'd']);
});

test('a form in the background holds no place', () => {
  assert.deepEqual(ids(slotItems(rows, [form({ phase: 'background' })], {}, compare)), ['a', 'c']);
});

test('forms and refusals stand at their rows', () => {
  const problem = { code: 'x', message: 'x' };
  const open = form({ base: rows[1] });
  const items = slotItems(rows, [open], { a: { row: rows[0], problem } }, compare);
  assert.equal(items.length, 2);
  assert.deepEqual(items.all(), [
    { row: rows[0], form: null, problem },
    { row: rows[1], form: open, problem: null },
  ]);
});

test('the places of open forms and of the row that has the focus are known', () => {
  const none = slotItems(rows, [], {}, compare);
  assert.deepEqual([none.pinned(null), none.pinned('c'), none.pinned('gone')], [[], [1], []]);
  assert.deepEqual([none.has('c'), none.has('b')], [true, false]);
  const open = slotItems(rows, [form({})], {}, compare);
  assert.deepEqual([open.pinned(null), open.pinned('c')], [[1], [1, 2]]);
  assert.ok(open.has('b'));
});

test('of two forms on one row the newest shows', () => {
  const [newest, older] = [form({ formId: 'form-2', base: rows[0] }), form({ base: rows[0] })];
  assert.equal(slotItems(rows, [newest, older], {}, compare).at(0).form, newest);
});

test('rows compare by the terms in order, descending where told, ties by key', () => {
  const sorted = [
    slot({ id: 'b', date: '2026-12-01' }),
    slot({ id: 'a', date: '2026-12-01' }),
    slot({ id: 'c', date: '2026-12-02' }),
  ].sort(compareBy(['-date']));
  assert.deepEqual(
    sorted.map(({ id }) => id),
    ['c', 'a', 'b'],
  );
});
