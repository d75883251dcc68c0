// The keys of a list's rows: another function only where other rows stand in its places.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createItemKeys } from '../../dashboards/src/operator/item-keys.js';
import { slot } from './slots.js';

test('keys are the ids, by place', () => {
  const itemKey = createItemKeys()([slot({ id: 'a' }), slot({ id: 'b' })]);
  assert.deepEqual([0, 1, 2].map(itemKey), ['a', 'b', 2]);
});

test('the function stays while the same rows stand in the same places', () => {
  const itemKeys = createItemKeys();
  const rows = [slot({ id: 'a' }), slot({ id: 'b' })];
  const itemKey = itemKeys(rows);
  assert.equal(itemKeys([rows[0], { ...rows[1], notes: 'changed' }]), itemKey);
  for (const others of [[rows[0]], [rows[1], rows[0]], [rows[0], slot({ id: 'c' })], []]) {
    const other = itemKeys(others);
    assert.notEqual(other, itemKey);
    assert.deepEqual([0, 1].map(other), [others[0]?.id ?? 0, others[1]?.id ?? 1]);
    assert.equal(itemKeys(rows), itemKey, 'the rows that are still shown while others are being rendered');
  }
});
