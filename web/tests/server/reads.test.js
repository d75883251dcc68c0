import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertProblem, makeApp, slot, temporaryFolder } from './harness.js';

const LIST = '/api/availability';

test('an empty database lists no rows at revision 0', async (t) => {
  const { call } = await makeApp(t);
  const answer = await call('GET', LIST);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body, { revision: 0, rows: [] });
});

test('the list holds every row and the revision of the last change', async (t) => {
  const { call } = await makeApp(t);
  const first = await call('POST', LIST, { body: slot({ id: 'a' }) });
  const second = await call('POST', LIST, { body: slot({ id: 'b', therapistId: 'th-2' }) });
  const { body } = await call('GET', LIST);
  assert.deepEqual(body, { revision: 2, rows: [first.body, second.body] });
});

test('the list has a strong ETag; If-None-Match answers 304 until something changes', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const { headers } = await call('GET', LIST);
  const etag = String(headers.etag);
  assert.match(etag, /^"1-/);
  assert.equal(headers['cache-control'], 'no-cache');

  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const answer = await call('GET', LIST, { headers: { 'if-none-match': known } });
    assert.equal(answer.status, 304, known);
    assert.equal(answer.headers.etag, etag);
    assert.equal(answer.body, '');
  }
  await call('DELETE', `${LIST}/a`);
  const changed = await call('GET', LIST, { headers: { 'if-none-match': etag } });
  assert.equal(changed.status, 200);
  assert.deepEqual(changed.body, { revision: 2, rows: [] });
});

test('two databases at the same revision have different ETags', async (t) => {
  const first = await makeApp(t);
  const second = await makeApp(t);
  second.clock.now += 1;
  for (const { call } of [first, second]) await call('POST', LIST, { body: slot({ id: 'a' }) });
  const [one, two] = await Promise.all([first, second].map(({ call }) => call('GET', LIST)));
  assert.equal(one.body.revision, two.body.revision);
  assert.notEqual(one.headers.etag, two.headers.etag);
});

test('one row is read with its version as ETag; an absent one is a 404', async (t) => {
  const { call } = await makeApp(t);
  const created = await call('POST', LIST, { body: slot({ id: 'a' }) });
  const answer = await call('GET', `${LIST}/a`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.etag, '"1"');
  assert.deepEqual(answer.body, created.body);
  assertProblem(await call('GET', `${LIST}/b`), 404, 'not_found', 'id');
});

test('rows and revision survive a restart', async (t) => {
  const databasePath = join(temporaryFolder(t), 'restart.db');
  const first = await makeApp(t, { databasePath });
  await first.call('POST', LIST, { body: slot({ id: 'a', notes: 'Zoë – first' }) });
  const before = await first.call('GET', LIST);
  await first.app.close();
  const second = await makeApp(t, { databasePath });
  const after = await second.call('GET', LIST);
  assert.deepEqual(after.body, before.body);
  assert.equal(after.headers.etag, before.headers.etag);
});

test('a query parameter that the list does not have is refused, not ignored', async (t) => {
  const { call } = await makeApp(t);
  assertProblem(await call('GET', `${LIST}?therapistId=th-1`), 400, 'input_invalid', 'therapistId');
});

test('what the server does not know is a 404 problem', async (t) => {
  const { call } = await makeApp(t);
  assertProblem(await call('GET', '/api/other'), 404, 'not_found');
  assertProblem(await call('PUT', `${LIST}/a`, { body: {} }), 404, 'not_found');
});
