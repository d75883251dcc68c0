import assert from 'node:assert/strict';
import test from 'node:test';

import { kindText, rowsText } from '../../dashboards/src/inspector/event-text.js';

/** @param {any} event */
const record = (event, changes = /** @type {any[]} */ ([])) =>
  /** @type {import('tablattice').SyncEventRecord} */ ({ at: 0, source: 'channel', verdict: 'joined', event, changes });

test('the kind is told with what an event wants or says', () => {
  assert.equal(kindText(record({ kind: 'mutation', op: 'update' })), 'mutation update');
  assert.equal(kindText(record({ kind: 'outcome', outcome: 'acked' })), 'outcome acked');
  assert.equal(kindText(record({ kind: 'ask', wish: 'read' })), 'ask read');
  assert.equal(kindText(record({ kind: 'beat' })), 'beat');
  assert.equal(kindText(record(null)), 'message', 'it could not be read');
});

test('the rows are those that changed, else those that the event names, by number where they are many', () => {
  assert.equal(rowsText(record({ kind: 'mutation', key: 'a' })), 'a');
  assert.equal(rowsText(record({ kind: 'rows', rows: [{ id: 'a' }], gone: [{ key: 'b' }] })), 'a, b');
  assert.equal(rowsText(record({ kind: 'state', rows: [{ key: 'a', facts: [] }] })), 'a');
  assert.equal(rowsText(record({ kind: 'rows', rows: [{ id: 'a' }] }, [{ key: 'b' }])), 'b');
  assert.equal(rowsText(record({ kind: 'rows', rows: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })), '3 rows');
  assert.equal(rowsText(record({ kind: 'beat' })), '');
});
