// The gate on instructions and allocations: what grows by more than 5 % fails, and so does what is in one table only.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compare, readTable } from '../../bench/native/counts.js';

const cost = { name: 'receive', unit: 'event', instructions: 1000, allocations: 20 };
const verdicts = (/** @type {object} */ now) => compare([cost], [{ ...cost, ...now }]).map(({ ok }) => ok);

test('a cost may grow by 5 %, and shrink by any part', () => {
  assert.deepEqual(verdicts({}), [true, true]);
  assert.deepEqual(verdicts({ instructions: 1050, allocations: 21 }), [true, true]);
  assert.deepEqual(verdicts({ instructions: 1051 }), [false, true]);
  assert.deepEqual(verdicts({ instructions: 10, allocations: 22 }), [true, false]);
});

test('an operation that is counted no more, or not in the table, fails', () => {
  assert.deepEqual(
    compare([cost], [{ ...cost, name: 'other' }]).map(({ ok }) => ok),
    [false, false],
  );
});

test('the table that is checked in holds whole costs', () => {
  const table = readTable();
  assert.ok(table.length >= 8);
  for (const { instructions, allocations } of table) assert.ok(instructions > 0 && allocations > 0);
});
