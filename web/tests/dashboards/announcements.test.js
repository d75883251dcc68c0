import assert from 'node:assert/strict';
import test from 'node:test';

import { announcementsOf } from '../../dashboards/src/app/announcements.js';
import { slot } from './slots.js';

/**
 * @param {import('../../engine/index.js').SyncEventRecord['source']} source
 * @param {any} event
 * @param {'created' | 'updated' | 'deleted'} change
 * @param {number} [count]
 * @returns {import('../../engine/index.js').SyncEventRecord}
 */
function record(source, event, change, count = 1) {
  const one = { collection: 'availability', key: 'a', change, row: slot() };
  return { at: 0, source, verdict: 'joined', event, changes: Array.from({ length: count }, () => one) };
}

const added = 'A slot of Amara Okafor on Tuesday 1 December, 9:00 AM to 10:00 AM, was added elsewhere.';

test("another tab's mutation is told, by whichever transport it came", () => {
  assert.deepEqual(announcementsOf(record('channel', { kind: 'mutation' }, 'created'), 100), [added]);
  assert.deepEqual(announcementsOf(record('storage', { kind: 'mutation' }, 'created'), 100), [added]);
});

test('a deletion is told with the row as it last stood', () => {
  const texts = announcementsOf(record('channel', { kind: 'mutation' }, 'deleted'), 100);
  assert.deepEqual(texts, [added.replace('was added', 'was deleted')]);
});

test("this tab's own acts and the answers to them are not told", () => {
  assert.deepEqual(announcementsOf(record('dispatch', { kind: 'mutation' }, 'created'), 100), []);
  assert.deepEqual(announcementsOf(record('response', { kind: 'outcome', outcome: 'acked' }, 'updated'), 100), []);
});

test('that a mutation was confirmed is not told, that it was refused is', () => {
  const outcome = (/** @type {string} */ word) => ({ kind: 'outcome', outcome: word });
  assert.deepEqual(announcementsOf(record('channel', outcome('acked'), 'updated'), 100), []);
  assert.equal(announcementsOf(record('channel', outcome('rejected'), 'deleted'), 100).length, 1);
});

test('what a poll finds is told, the first load is not', () => {
  assert.deepEqual(announcementsOf(record('response', { kind: 'rows' }, 'created'), 100), [added]);
  assert.deepEqual(announcementsOf(record('response', { kind: 'rows' }, 'created', 40), 40), []);
});

test('many changes are told as their number', () => {
  const texts = announcementsOf(record('response', { kind: 'rows' }, 'updated', 12), 100);
  assert.deepEqual(texts, ['12 slots were changed elsewhere.']);
});

test('an event that changed nothing says nothing', () => {
  assert.deepEqual(announcementsOf(record('storage', { kind: 'mutation' }, 'created', 0), 100), []);
});
