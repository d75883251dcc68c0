import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BODY_BYTES_MAX } from '../../server/app.js';
import { assertProblem, makeApp, slot } from './harness.js';

const LIST = '/api/availability';

test('a body that is no JSON object is refused', async (t) => {
  const { call } = await makeApp(t);
  const bodies = ['{"therapistId": "th-1"', '', '<html>', 'null{', '{"__proto__": {"a": 1}}', '[[[['];
  for (const body of bodies) assertProblem(await call('POST', LIST, { body }), 400, 'body_invalid');
  for (const body of ['null', '[]', '"text"', '17']) {
    assertProblem(await call('POST', LIST, { body }), 400, 'input_invalid');
  }
  assertProblem(await call('POST', LIST), 400, 'input_invalid');
});

test('a required member that is missing is named', async (t) => {
  const { call } = await makeApp(t);
  for (const field of ['therapistId', 'date', 'startTime', 'endTime']) {
    const body = Object.fromEntries(Object.entries(slot()).filter(([name]) => name !== field));
    assertProblem(await call('POST', LIST, { body }), 400, 'input_invalid', field);
  }
});

test('a member of the wrong type is named, never coerced', async (t) => {
  const { call } = await makeApp(t);
  const wrong = {
    id: [17, '', '__proto__', 'a b', '../a', 'x'.repeat(129), null],
    therapistId: [7, null],
    therapistName: [1, null],
    date: [20261202, null],
    startTime: [9, {}],
    endTime: [[]],
    isActive: ['true', 1, null],
    notes: [false, { deep: [[[[]]]] }],
  };
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      const body = { ...slot(), [field]: value };
      assertProblem(await call('POST', LIST, { body }), 400, 'input_invalid', field);
    }
  }
  assert.equal((await call('GET', LIST)).body.revision, 0);
  assert.equal((await call('POST', LIST, { body: slot({ id: 'x'.repeat(128) }) })).status, 201);
  assert.equal((await call('GET', `${LIST}/${'x'.repeat(128)}`)).status, 200);
});

test('an unknown member is refused and named', async (t) => {
  const { call } = await makeApp(t);
  assertProblem(await call('POST', LIST, { body: { ...slot(), colour: 'red' } }), 400, 'input_invalid', 'colour');
  assertProblem(await call('POST', LIST, { body: { ...slot(), version: 1 } }), 400, 'input_invalid', 'version');
});

test('a PATCH may not set what is the server’s, nor remove what a slot needs', async (t) => {
  const { call } = await makeApp(t);
  const { body: row } = await call('POST', LIST, { body: slot({ id: 'a' }) });
  for (const [field, value] of Object.entries({ id: 'b', version: 9, updatedAt: '2026-01-01T00:00:00Z', colour: 1 })) {
    assertProblem(await call('PATCH', `${LIST}/a`, { body: { [field]: value } }), 400, 'input_invalid', field);
  }
  for (const field of ['therapistId', 'date', 'startTime', 'endTime']) {
    assertProblem(await call('PATCH', `${LIST}/a`, { body: { [field]: null } }), 400, 'input_invalid', field);
  }
  assert.deepEqual((await call('GET', `${LIST}/a`)).body, row);
});

test('text that UTF-8 cannot hold is refused instead of replaced', async (t) => {
  const { call } = await makeApp(t);
  const text = JSON.stringify(slot({ notes: 'NOTES' }));
  const surrogate = text.replace('NOTES', '\\ud800');
  assertProblem(await call('POST', LIST, { body: surrogate }), 400, 'input_invalid', 'notes');
  const [before, after] = text.split('NOTES');
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xc3, 0x28]), Buffer.from(after)]);
  assertProblem(await call('POST', LIST, { body: bytes }), 400, 'body_invalid');
});

test('text comes back as it was sent', async (t) => {
  const { call } = await makeApp(t);
  const notes = 'Zoë 👩‍⚕️ "quoted" \\ \u0000 \u2028 <b>';
  const { body } = await call('POST', LIST, { body: slot({ id: 'a', notes }) });
  assert.equal(body.notes, notes);
  assert.equal((await call('GET', `${LIST}/a`)).body.notes, notes);
});

test('a body at its bound is taken, one byte past it refused', async (t) => {
  const { call } = await makeApp(t);
  const text = JSON.stringify(slot());
  const padded = text + ' '.repeat(BODY_BYTES_MAX - text.length);
  assert.equal((await call('POST', LIST, { body: padded })).status, 201);
  assertProblem(await call('POST', LIST, { body: `${padded} ` }), 413, 'body_too_large');
});

test('other content types are refused', async (t) => {
  const { call } = await makeApp(t);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await call('POST', LIST, { body: JSON.stringify(slot()), headers: { 'content-type': type } });
    assertProblem(answer, 415, 'media_type_unsupported', 'content-type');
  }
});

test('headers that cannot be meant are named', async (t) => {
  const { call } = await makeApp(t);
  await call('POST', LIST, { body: slot({ id: 'a' }) });
  for (const key of ['', 'with space', 'x'.repeat(201)]) {
    const answer = await call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, key });
    assertProblem(answer, 400, 'input_invalid', 'idempotency-key');
  }
  for (const tag of ['1', '"1', 'version 1', '']) {
    const answer = await call('PATCH', `${LIST}/a`, { body: { notes: 'x' }, headers: { 'if-match': tag } });
    assertProblem(answer, 400, 'input_invalid', 'if-match');
  }
  assertProblem(await call('GET', LIST, { headers: { 'if-none-match': '1' } }), 400, 'input_invalid', 'if-none-match');
  assert.equal((await call('GET', LIST)).body.revision, 1);
});

test('an address that cannot be meant is refused', async (t) => {
  const { call } = await makeApp(t);
  assertProblem(await call('GET', `${LIST}/_a`), 400, 'input_invalid', 'id');
  assertProblem(await call('GET', `${LIST}/${'x'.repeat(129)}`), 400, 'input_invalid', 'id');
  assertProblem(await call('GET', `${LIST}/%E0%A4%A`), 400, 'body_invalid');
});
