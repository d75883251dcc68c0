import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, makeApp, slot } from './harness.js';

const LIST = '/api/availability';

test('POST stores the slot and answers 201 with the whole row', async (t) => {
  const { call } = await makeApp(t);
  const answer = await call('POST', LIST, { body: slot({ id: 'a' }) });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.etag, '"1"');
  assert.deepEqual(answer.body, {
    id: 'a',
    therapistId: 'th-1',
    therapistName: 'Amara Okafor',
    date: '2026-12-02',
    startTime: '09:00',
    endTime: '10:00',
    isActive: true,
    notes: '',
    version: 1,
    updatedAt: '2026-12-01T08:00:00.000Z',
  });
});

test('POST without an id gets a UUID', async (t) => {
  const { call } = await makeApp(t);
  const { body } = await call('POST', LIST, { body: slot() });
  assert.match(body.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('POST with an id that is taken is 409 with the row that has it', async (t) => {
  const { call } = await makeApp(t);
  const first = await call('POST', LIST, { body: slot({ id: 'a' }) });
  const answer = await call('POST', LIST, { body: slot({ id: 'a', date: '2026-12-03' }) });
  assertProblem(answer, 409, 'id_exists', 'id');
  assert.deepEqual(answer.body.row, first.body);
});

test('PATCH changes what it names and nothing else', async (t) => {
  const { call, clock } = await makeApp(t);
  const { body: before } = await call('POST', LIST, { body: slot({ id: 'a', notes: 'old' }) });
  clock.now += 1500;
  const answer = await call('PATCH', `${LIST}/a`, { body: { isActive: false } });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.etag, '"2"');
  assert.deepEqual(answer.body, { ...before, isActive: false, version: 2, updatedAt: '2026-12-01T08:00:01.500Z' });
  assert.deepEqual((await call('GET', `${LIST}/a`)).body, answer.body);
});

test('PATCH takes application/merge-patch+json, and null takes an optional member back to its default', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a', notes: 'old', isActive: false }) });
  const { body } = await call('PATCH', `${LIST}/a`, {
    body: { notes: null, isActive: null, therapistName: null, endTime: '09:30' },
    headers: { 'content-type': 'application/merge-patch+json' },
  });
  assert.deepEqual([body.notes, body.isActive, body.therapistName, body.endTime], ['', true, '', '09:30']);
});

test('If-Match lets a write through only at that version, and a 412 carries the row as it stands', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const { body: current } = await call('PATCH', `${LIST}/a`, {
    body: { notes: 'second' },
    headers: { 'if-match': '"1"' },
  });
  assert.equal(current.version, 2);

  for (const tag of ['"1"', 'W/"2"', '"1", "3"']) {
    const stale = await call('PATCH', `${LIST}/a`, { body: { notes: 'third' }, headers: { 'if-match': tag } });
    assertProblem(stale, 412, 'version_mismatch', 'if-match');
    assert.deepEqual(stale.body.row, current);
    assert.equal(stale.headers.etag, '"2"');
  }
  const staleDelete = await call('DELETE', `${LIST}/a`, { headers: { 'if-match': '"1"' } });
  assertProblem(staleDelete, 412, 'version_mismatch', 'if-match');
  assert.deepEqual((await call('GET', LIST)).body, { revision: 2, rows: [current] });

  for (const [tag, version] of /** @type {const} */ ([
    ['*', 3],
    ['"1", "3"', 4],
  ])) {
    const fresh = await call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, headers: { 'if-match': tag } });
    assert.equal(fresh.body.version, version);
  }
});

test('DELETE answers with the tombstone; then the row is absent', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const answer = await call('DELETE', `${LIST}/a`);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body, { id: 'a', version: 2 });
  assertProblem(await call('GET', `${LIST}/a`), 404, 'not_found', 'id');
  assertProblem(await call('DELETE', `${LIST}/a`), 404, 'not_found', 'id');
  assertProblem(await call('PATCH', `${LIST}/a`, { body: { notes: 'x' } }), 404, 'not_found', 'id');
});

test('the checks refuse an overlap, naming the field and the slot that is in the way', async (t) => {
  const { call } = await makeApp(t);
  const { body: first } = await call('POST', LIST, { body: slot({ id: 'a' }) });
  const answer = await call('POST', LIST, { body: slot({ id: 'b', startTime: '09:30', endTime: '10:30' }) });
  assertProblem(answer, 422, 'check_failed', 'startTime');
  assert.equal(answer.body.collidesWith.id, first.id);
  assert.deepEqual((await call('GET', LIST)).body, { revision: 1, rows: [first] });
});

test('slots that touch, are inactive, on another day or of another therapist do not collide', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  const free = [
    slot({ startTime: '10:00', endTime: '11:00' }),
    slot({ startTime: '08:00', endTime: '09:00' }),
    slot({ isActive: false }),
    slot({ date: '2026-12-03' }),
    slot({ therapistId: 'th-2' }),
  ];
  for (const body of free) assert.equal((await call('POST', LIST, { body })).status, 201, JSON.stringify(body));
});

test('the checks are given the other rows of that therapist and day, and no more', async (t) => {
  /** @type {unknown[]} */
  const given = [];
  /** @type {import('../../server/availability-writes.js').Check} */
  const check = (slice, { op, others }) => {
    given.push([slice, op, others?.map((other) => /** @type {{ id: string }} */ (other).id)]);
    return null;
  };
  const { call } = await makeApp(t, { check });
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  await call('POST', LIST, { body: slot({ id: 'b' }) });
  await call('POST', LIST, { body: slot({ id: 'c', therapistId: 'th-2' }) });
  await call('POST', LIST, { body: slot({ id: 'd', date: '2026-12-03' }) });
  await call('PATCH', `${LIST}/a`, { body: { notes: 'x' } });
  await call('PATCH', `${LIST}/a`, { body: { date: '2026-12-03' } });
  await call('DELETE', `${LIST}/b`);
  assert.deepEqual(given, [
    ['availability', 'create', []],
    ['availability', 'create', ['a']],
    ['availability', 'create', []],
    ['availability', 'create', []],
    ['availability', 'update', ['b']],
    ['availability', 'update', ['d']],
    ['availability', 'delete', []],
  ]);
});

test('an update is checked against the day and therapist that it moves the slot to', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  await call('POST', LIST, { body: slot({ id: 'b', date: '2026-12-03' }) });
  await call('POST', LIST, { body: slot({ id: 'c', therapistId: 'th-2' }) });
  await call('POST', LIST, { body: slot({ id: 'd', isActive: false }) });
  const collisions = [
    ['b', { date: '2026-12-02' }],
    ['c', { therapistId: 'th-1' }],
    ['d', { isActive: true }],
  ];
  for (const [id, body] of collisions) {
    const answer = await call('PATCH', `${LIST}/${id}`, { body });
    assertProblem(answer, 422, 'check_failed', answer.body.field);
    assert.equal(answer.body.collidesWith.id, 'a');
  }
  assert.equal((await call('PATCH', `${LIST}/a`, { body: { endTime: '09:30' } })).status, 200);
});

test('the checks refuse what no slot can be, naming the field', async (t) => {
  const { call } = await makeApp(t);
  const wrong = /** @type {const} */ ([
    ['date', '2026-02-30'],
    ['date', 'tomorrow'],
    ['startTime', '24:00'],
    ['startTime', '9:00'],
    ['endTime', '09:60'],
    ['endTime', '09:00'],
    ['endTime', '08:00'],
    ['therapistId', ''],
    ['therapistId', 'x'.repeat(201)],
    ['therapistName', 'x'.repeat(201)],
    ['notes', 'x'.repeat(2001)],
  ]);
  for (const [field, value] of wrong) {
    assertProblem(await call('POST', LIST, { body: slot({ [field]: value }) }), 422, 'check_failed', field);
  }
  assert.equal((await call('GET', LIST)).body.revision, 0);
});

test('a check that cannot be made is a fault of the server: nothing is written, nothing remembered', async (t) => {
  let broken = true;
  const check = () => (broken ? { code: 'slice_unknown', message: 'There is no such slice.', where: 'slice' } : null);
  const { call } = await makeApp(t, { check });
  const send = () => call('POST', LIST, { body: slot(), key: 'tab:1' });
  assertProblem(await send(), 500, 'internal');
  assert.equal((await call('GET', LIST)).body.revision, 0);
  broken = false;
  const answer = await send();
  assert.equal(answer.status, 201);
  assert.equal(answer.headers['idempotent-replayed'], undefined);
});

test('a database that another process keeps locked is said to be busy, to be tried again', async (t) => {
  const check = () => {
    throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  };
  const { call } = await makeApp(t, { check });
  const answer = await call('POST', LIST, { body: slot() });
  assertProblem(answer, 503, 'busy');
  assert.equal(answer.headers['retry-after'], '1');
});
