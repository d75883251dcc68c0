// Rows by key: what is asked for is found by the key's type and text, and by nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KeyedRows } from '../../engine/keyed-rows.js';

test('keys of different types are different keys', () => {
  const rows = new KeyedRows();
  rows.set(7, 'the number');
  rows.set('7', 'the text');
  assert.equal(rows.get(7), 'the number');
  assert.equal(rows.get('7'), 'the text');
  rows.delete(7);
  assert.equal(rows.get(7), undefined);
  assert.equal(rows.get('7'), 'the text');
});

test('no key is there before it is set, whatever its name', () => {
  const rows = new KeyedRows();
  for (const key of ['__proto__', 'constructor', 'toString', '', '-1', 0, -1, 1.5]) {
    assert.equal(rows.get(key), undefined);
    rows.set(key, { key });
    assert.deepEqual(rows.get(key), { key });
    rows.delete(key);
    assert.equal(rows.get(key), undefined);
  }
});

test('what is no key finds nothing and is not turned into one', () => {
  const rows = new KeyedRows();
  rows.set('null', 'a row');
  for (const noKey of [null, undefined, ['null'], { toString: () => 'null' }, Object.create(null)]) {
    assert.equal(rows.get(/** @type {any} */ (noKey)), undefined);
  }
});
