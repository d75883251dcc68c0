import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkText, encodeInto, encodeText, jsonText, utf8BytesMax } from '../../engine/text.js';

const refusal = (/** @type {string} */ code, /** @type {string} */ where) => ({ name: 'TablatticeError', code, where });

test('text goes in as UTF-8, pairs of surrogates included', () => {
  assert.deepEqual([...encodeText('é😀')], [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]);
});

test('text is written in one pass where there is room for the longest that it may be', () => {
  for (const text of ['', 'plain', 'é', '語'.repeat(9), '😀', 'a語😀é']) {
    const room = new Uint8Array(utf8BytesMax * text.length);
    assert.deepEqual(room.subarray(0, encodeInto(text, room)), encodeText(text), text);
  }
});

test('a lone surrogate is refused by the name of its place', () => {
  checkText('a pair: 😀', 'message');
  assert.throws(() => checkText('a\ud800b', 'message'), refusal('text_malformed', 'message'));
  assert.throws(() => checkText('\udc00\ud800', 'message'), refusal('text_malformed', 'message'));
  assert.throws(() => jsonText({ payload: { notes: '\ud83d' } }, 'action'), refusal('text_malformed', 'action.notes'));
  assert.throws(() => jsonText({ payload: { '\udead': 1 } }, 'action'), refusal('text_malformed', 'action'));
});

test('so it is in a browser that has no isWellFormed', (t) => {
  const { isWellFormed } = String.prototype;
  t.after(() => Object.assign(String.prototype, { isWellFormed }));
  Object.assign(String.prototype, { isWellFormed: undefined });
  checkText('a pair: 😀', 'message');
  assert.throws(() => checkText('\udc00\ud800', 'message'), refusal('text_malformed', 'message'));
});

test('a text that only speaks of a surrogate is good', () => {
  assert.equal(jsonText({ notes: '\\ud800' }, 'row'), '{"notes":"\\\\ud800"}');
});

test('what JSON would change without a word is refused by name', () => {
  for (const value of [NaN, Infinity, () => {}, Symbol('x'), 10n]) {
    assert.throws(() => jsonText({ row: { price: value } }, 'action'), refusal('value_invalid', 'action.price'));
  }
  const cycle = { name: 'x', self: {} };
  cycle.self = cycle;
  assert.throws(() => jsonText(cycle, 'action'), refusal('value_invalid', 'action'));
  assert.throws(() => jsonText(undefined, 'action'), refusal('value_invalid', 'action'));
});

test('undefined is left out of a row and refused in a query, where it would match every row', () => {
  assert.equal(jsonText({ notes: undefined, id: 'a' }, 'row'), '{"id":"a"}');
  assert.throws(
    () => jsonText({ where: { therapistId: undefined } }, 'query', { strict: true }),
    refusal('value_invalid', 'query.therapistId'),
  );
});

test('a message that is no text is refused', () => {
  assert.throws(() => checkText(/** @type {any} */ ({ p: 1 }), 'channel'), refusal('message_invalid', 'channel'));
});
