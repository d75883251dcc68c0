import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HISTORY_REVISIONS_KEPT } from '../../server/availability-store.js';
import { assertProblem, makeApp, slot } from './harness.js';

const LIST = '/api/availability';

test('changes hold the rows, tombstones and mutations after the cursor, each once', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }), key: 'tab:1' });
  await call('POST', LIST, { body: slot({ id: 'b', therapistId: 'th-2' }), key: 'tab:2' });
  await call('PATCH', `${LIST}/a`, { body: { notes: 'new' }, key: 'tab:3' });
  const last = await call('PATCH', `${LIST}/a`, { body: { notes: 'newer' } });
  await call('DELETE', `${LIST}/b`, { key: 'tab:4' });

  const all = await call('GET', `${LIST}/changes?since=0`);
  assert.equal(all.headers['cache-control'], 'no-store');
  assert.deepEqual(all.body, {
    cursor: 5,
    revision: 5,
    rows: [last.body],
    tombstones: [{ id: 'b', version: 5 }],
    mutations: ['tab:1', 'tab:2', 'tab:3', 'tab:4'],
  });
  assert.equal(last.body.version, 4);

  const later = await call('GET', `${LIST}/changes?since=4`);
  assert.deepEqual(later.body.rows, []);
  assert.deepEqual(later.body.mutations, ['tab:4']);

  const none = await call('GET', `${LIST}/changes?since=5`);
  assert.deepEqual(none.body, { cursor: 5, revision: 5, rows: [], tombstones: [], mutations: [] });
});

test('a row that was deleted and made again is a row with a greater version, not a tombstone', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const { body: tombstone } = await call('DELETE', `${LIST}/a`);
  const again = await call('POST', LIST, { body: slot({ id: 'a' }) });
  assert.ok(again.body.version > tombstone.version);
  const { body } = await call('GET', `${LIST}/changes?since=1`);
  assert.deepEqual(body.rows, [again.body]);
  assert.deepEqual(body.tombstones, []);

  await call('DELETE', `${LIST}/a`);
  const gone = await call('GET', `${LIST}/changes?since=0`);
  assert.deepEqual(gone.body.tombstones, [{ id: 'a', version: 4 }]);
});

test('a refused write is no change and its key is in no range', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }), key: 'tab:1' });
  assert.equal((await call('POST', LIST, { body: slot({ id: 'b' }), key: 'tab:2' })).status, 422);
  const { body } = await call('GET', `${LIST}/changes?since=0`);
  assert.deepEqual([body.revision, body.mutations], [1, ['tab:1']]);
});

test('the history is kept to its bound: at it changes are told, one past it the list must be taken', async (t) => {
  const { call } = await makeApp(t, { historyRevisions: 3 });
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  for (const notes of ['1', '2', '3']) await call('PATCH', `${LIST}/a`, { body: { notes } });
  await call('DELETE', `${LIST}/a`);

  const oldest = await call('GET', `${LIST}/changes?since=2`);
  assert.deepEqual(oldest.body.tombstones, [{ id: 'a', version: 5 }]);
  assertProblem(await call('GET', `${LIST}/changes?since=1`), 410, 'cursor_gone', 'since');
  assert.equal((await call('GET', LIST)).body.revision, 5);
});

test('the stated bound holds by default', async (t) => {
  const { store, call } = await makeApp(t);
  const cause = { mutation: null, at: 0 };
  const row = /** @type {import('../../server/availability-store.js').Slot} */ (
    slot({ id: 'a', isActive: true, notes: '' })
  );
  store.write(() => {
    for (let count = 0; count <= HISTORY_REVISIONS_KEPT; count += 1) store.put(row, cause);
  });
  assert.equal((await call('GET', `${LIST}/changes?since=1`)).status, 200);
  assertProblem(await call('GET', `${LIST}/changes?since=0`), 410, 'cursor_gone', 'since');
});

test('a cursor beyond the revision (the database was restored) is 410', async (t) => {
  const { call } = await makeApp(t);
  assertProblem(await call('GET', `${LIST}/changes?since=1`), 410, 'cursor_gone', 'since');
  assert.equal((await call('GET', `${LIST}/changes?since=0`)).status, 200);
});

test('a cursor that is none is 400', async (t) => {
  const { call } = await makeApp(t);
  for (const query of [
    '',
    '?since=',
    '?since=-1',
    '?since=1.5',
    '?since=abc',
    '?since=1e3',
    `?since=${'9'.repeat(16)}`,
  ]) {
    assertProblem(await call('GET', `${LIST}/changes${query}`), 400, 'input_invalid', 'since');
  }
  assertProblem(await call('GET', `${LIST}/changes?since=1&since=2`), 400, 'input_invalid', 'since');
});
