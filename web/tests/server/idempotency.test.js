import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { IDEMPOTENCY_MEMORY_MS } from '../../server/idempotency.js';
import { assertProblem, makeApp, slot, temporaryFolder } from './harness.js';

const LIST = '/api/availability';

/**
 * @param {import('./harness.js').ApiAnswer} replay
 * @param {import('./harness.js').ApiAnswer} first
 */
function assertReplay(replay, first) {
  assert.equal(first.headers['idempotent-replayed'], undefined);
  assert.equal(replay.headers['idempotent-replayed'], 'true');
  assert.equal(replay.status, first.status);
  assert.deepEqual(replay.body, first.body);
  for (const name of ['content-type', 'etag', 'cache-control']) assert.equal(replay.headers[name], first.headers[name]);
}

test('a request that is repeated under its key is carried out once and answered alike', async (t) => {
  const { call } = await makeApp(t);
  const create = () => call('POST', LIST, { body: slot({ id: 'a' }), key: 'tab:1' });
  const update = () => call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, key: 'tab:2' });
  const remove = () => call('DELETE', `${LIST}/a`, { key: 'tab:3' });
  for (const send of [create, update, remove]) {
    const first = await send();
    assertReplay(await send(), first);
  }
  const { body } = await call('GET', `${LIST}/changes?since=0`);
  assert.deepEqual(body.mutations, ['tab:1', 'tab:2', 'tab:3']);
  assert.equal(body.revision, 3);
});

test('without an id, a repeated POST still makes one slot', async (t) => {
  const { call } = await makeApp(t);
  const first = await call('POST', LIST, { body: slot(), key: 'tab:1' });
  assertReplay(await call('POST', LIST, { body: slot(), key: 'tab:1' }), first);
  assert.equal((await call('GET', LIST)).body.rows.length, 1);
});

test('repeats in parallel make one change', async (t) => {
  const { call } = await makeApp(t);
  const sends = Array.from({ length: 20 }, () => call('POST', LIST, { body: slot(), key: 'tab:1' }));
  const answers = await Promise.all(sends);
  assert.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true').length, 19);
  assert.equal(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size, 1);
  assert.equal((await call('GET', LIST)).body.revision, 1);
});

test('a replay survives a restart', async (t) => {
  const databasePath = join(temporaryFolder(t), 'restart.db');
  const before = await makeApp(t, { databasePath });
  const first = await before.call('POST', LIST, { body: slot(), key: 'tab:1' });
  const refused = await before.call('POST', LIST, { body: slot(), key: 'tab:2' });
  await before.app.close();
  const after = await makeApp(t, { databasePath });
  assertReplay(await after.call('POST', LIST, { body: slot(), key: 'tab:1' }), first);
  assertReplay(await after.call('POST', LIST, { body: slot(), key: 'tab:2' }), refused);
});

test('refusals are remembered, even where the request would succeed by now', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const overlap = () => call('POST', LIST, { body: slot({ id: 'b' }), key: 'tab:1' });
  const absent = () => call('PATCH', `${LIST}/c`, { body: { notes: 'x' }, key: 'tab:2' });
  const taken = () => call('POST', LIST, { body: slot({ id: 'a' }), key: 'tab:3' });
  const firsts = [await overlap(), await absent(), await taken()];
  assert.deepEqual(
    firsts.map(({ status }) => status),
    [422, 404, 409],
  );
  await call('DELETE', `${LIST}/a`);
  await call('POST', LIST, { body: slot({ id: 'c', date: '2026-12-09' }) });
  const replays = [await overlap(), await absent(), await taken()];
  replays.forEach((replay, index) => assertReplay(replay, firsts[index]));
});

test('a key that was used for another request is refused and does nothing', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }), key: 'tab:1' });
  const others = [
    await call('POST', LIST, { body: slot({ id: 'b' }), key: 'tab:1' }),
    await call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, key: 'tab:1' }),
    await call('DELETE', `${LIST}/a`, { key: 'tab:1' }),
  ];
  for (const answer of others) assertProblem(answer, 422, 'idempotency_key_reused', 'idempotency-key');
  assert.equal((await call('GET', LIST)).body.revision, 1);
});

test('the order of members does not make another request', async (t) => {
  const { call } = await makeApp(t);
  const first = await call('POST', LIST, { body: slot({ id: 'a' }), key: 'tab:1' });
  const turned = Object.fromEntries(Object.entries(slot({ id: 'a' })).reverse());
  assertReplay(await call('POST', LIST, { body: turned, key: 'tab:1' }), first);
});

test('after a 412 the same mutation may try again with another If-Match, and is carried out once', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  await call('PATCH', `${LIST}/a`, { body: { notes: 'other' } });
  /** @param {string} tag */
  const send = (tag) =>
    call('PATCH', `${LIST}/a`, { body: { notes: 'mine' }, key: 'tab:1', headers: { 'if-match': tag } });
  for (let count = 0; count < 2; count += 1) assertProblem(await send('"1"'), 412, 'version_mismatch', 'if-match');
  const done = await send('"2"');
  assert.equal(done.body.version, 3);
  assertReplay(await send('"2"'), done);
});

test('answers are remembered for the stated time, and not a millisecond longer', async (t) => {
  const { call, clock } = await makeApp(t);
  const send = () => call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, key: 'tab:1' });
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const first = await send();
  clock.now += IDEMPOTENCY_MEMORY_MS - 1;
  assertReplay(await send(), first);
  clock.now += 1;
  const again = await send();
  assert.equal(again.headers['idempotent-replayed'], undefined);
  assert.equal(again.body.version, 3);
});
