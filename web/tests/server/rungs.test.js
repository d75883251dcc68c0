// The ladder: what each rung gives and what it does not, on one database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, makeApp, slot } from './harness.js';

const LIST = '/api/availability';

/** @param {Record<string, unknown>} row */
const plainly = ({ version, updatedAt, ...rest }) => rest;

test('versioned: the list is bare rows with an ETag of its own, and 304 until something changes', async (t) => {
  const { call } = await makeApp(t, { rung: 'versioned' });
  const { body: row } = await call('POST', LIST, { body: slot({ id: 'a' }) });
  assert.deepEqual([row.version, typeof row.updatedAt], [1, 'string']);
  const list = await call('GET', LIST);
  assert.deepEqual(list.body, [row]);
  const known = { headers: { 'if-none-match': String(list.headers.etag) } };
  assert.equal((await call('GET', LIST, known)).status, 304);
  assert.equal((await call('GET', `${LIST}?rung=feed`, known)).status, 200, 'another body has another tag');
  await call('PATCH', `${LIST}/a`, { body: { notes: 'new' } });
  assert.equal((await call('GET', LIST, known)).status, 200);
});

test('versioned: If-Match lets a write through at that version only; 412 shows the row', async (t) => {
  const { call } = await makeApp(t, { rung: 'versioned' });
  const first = await call('POST', LIST, { body: slot({ id: 'a' }) });
  assert.equal(first.headers.etag, '"1"');
  const patch = (/** @type {string} */ tag, /** @type {string} */ notes) =>
    call('PATCH', `${LIST}/a`, { body: { notes }, headers: { 'if-match': tag } });
  const second = await patch('"1"', 'one');
  assert.deepEqual([second.status, second.body.version, second.headers.etag], [200, 2, '"2"']);
  const refused = await patch('"1"', 'two');
  assertProblem(refused, 412, 'version_mismatch', 'if-match');
  assert.deepEqual(refused.body.row, second.body);
  assertProblem(
    await call('DELETE', `${LIST}/a`, { headers: { 'if-match': '"1"' } }),
    412,
    'version_mismatch',
    'if-match',
  );
});

test('plain: rows say nothing of their age, anywhere, and conditions are not looked at', async (t) => {
  const { call } = await makeApp(t, { rung: 'plain' });
  const created = await call('POST', LIST, { body: slot({ id: 'a' }) });
  const row = { ...slot({ id: 'a' }), isActive: true, notes: '' };
  assert.deepEqual([created.status, created.body], [201, row]);
  const headers = { 'if-match': '"99"', 'if-none-match': '*' };
  const updated = await call('PATCH', `${LIST}/a`, { body: { notes: 'new' }, headers });
  assert.deepEqual([updated.status, updated.body], [200, { ...row, notes: 'new' }]);
  const taken = await call('POST', LIST, { body: slot({ id: 'a' }) });
  assertProblem(taken, 409, 'id_exists', 'id');
  assert.deepEqual(taken.body.row, updated.body);
  const list = await call('GET', LIST, { headers });
  assert.deepEqual([list.status, list.body], [200, [updated.body]]);
  const one = await call('GET', `${LIST}/a`);
  assert.deepEqual([one.status, one.body], [200, updated.body]);
  for (const answer of [created, updated, taken, list, one]) assert.equal(answer.headers.etag, undefined);
});

for (const rung of /** @type {const} */ (['versioned', 'plain'])) {
  test(`${rung}: a deletion is answered by 204, a second one by 404`, async (t) => {
    const { call } = await makeApp(t, { rung });
    await call('POST', LIST, { body: slot({ id: 'a' }) });
    const answer = await call('DELETE', `${LIST}/a`);
    assert.deepEqual([answer.status, answer.body, answer.headers['content-type']], [204, '', undefined]);
    assertProblem(await call('DELETE', `${LIST}/a`), 404, 'not_found', 'id');
    assert.deepEqual((await call('GET', LIST)).body, []);
  });

  test(`${rung}: there are no changes to ask for`, async (t) => {
    const { call } = await makeApp(t, { rung });
    assertProblem(await call('GET', `${LIST}/changes?since=0`), 404, 'not_found');
    assert.equal((await call('GET', `${LIST}/changes?since=0&rung=feed`)).status, 200);
  });

  test(`${rung}: an Idempotency-Key means nothing, unless the server is told to honour it`, async (t) => {
    const body = slot({ id: 'a' });
    const forgetful = await makeApp(t, { rung });
    await forgetful.call('POST', LIST, { body, key: 'tab:1' });
    assertProblem(await forgetful.call('POST', LIST, { body, key: 'tab:1' }), 409, 'id_exists', 'id');
    assert.deepEqual((await forgetful.call('GET', `${LIST}/changes?rung=feed&since=0`)).body.mutations, []);

    const { call } = await makeApp(t, { rung, keys: true });
    const sends = [
      () => call('POST', LIST, { body, key: 'tab:1' }),
      () => call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, key: 'tab:2' }),
      () => call('DELETE', `${LIST}/a`, { key: 'tab:3' }),
    ];
    for (const send of sends) {
      const first = await send();
      const again = await send();
      assert.deepEqual([again.status, again.body], [first.status, first.body]);
      assert.equal(again.headers['idempotent-replayed'], 'true');
    }
    const { revision, mutations } = (await call('GET', `${LIST}/changes?rung=feed&since=0`)).body;
    assert.deepEqual([revision, mutations], [3, ['tab:1', 'tab:2', 'tab:3']]);
  });

  test(`${rung}: what is refused is refused with the same problems`, async (t) => {
    const { call } = await makeApp(t, { rung });
    await call('POST', LIST, { body: slot({ id: 'a' }) });
    const overlap = await call('POST', LIST, { body: slot({ id: 'b' }) });
    assertProblem(overlap, 422, 'check_failed', 'startTime');
    assert.equal(overlap.body.collidesWith.id, 'a');
    assertProblem(await call('POST', LIST, { body: { id: 'b' } }), 400, 'input_invalid', 'therapistId');
    assertProblem(await call('PATCH', `${LIST}/c`, { body: {} }), 404, 'not_found', 'id');
  });
}

test('a request may name its rung; all rungs read what each has written', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', `${LIST}?rung=plain`, { body: slot({ id: 'a' }) });
  await call('PATCH', `${LIST}/a?rung=versioned`, { body: { notes: 'new' } });
  const { body } = await call('GET', LIST);
  assert.deepEqual([body.revision, body.rows.length, body.rows[0].version, body.rows[0].notes], [2, 1, 2, 'new']);
  assert.deepEqual((await call('GET', `${LIST}?rung=versioned`)).body, body.rows);
  assert.deepEqual((await call('GET', `${LIST}?rung=plain`)).body, body.rows.map(plainly));
  assert.equal((await call('DELETE', `${LIST}/a?rung=plain`)).status, 204);
  const { tombstones } = (await call('GET', `${LIST}/changes?since=2`)).body;
  assert.deepEqual(tombstones, [{ id: 'a', version: 3 }]);
});

test('a rung that there is not is refused by name, on every request', async (t) => {
  const { call } = await makeApp(t);
  const answers = [
    await call('GET', `${LIST}?rung=top`),
    await call('GET', `${LIST}?rung=plain&rung=feed`),
    await call('GET', `${LIST}/changes?since=0&rung=top`),
    await call('GET', `${LIST}/a?rung=top`),
    await call('POST', `${LIST}?rung=top`, { body: slot() }),
    await call('PATCH', `${LIST}/a?rung=top`, { body: {} }),
    await call('DELETE', `${LIST}/a?rung=top`),
  ];
  for (const answer of answers) {
    assertProblem(answer, 400, 'input_invalid', 'rung');
    assert.match(answer.body.detail, /is none of feed, versioned, plain/);
  }
});
