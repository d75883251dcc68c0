// Bad input at the module's edge: a clear error with code and place, and nothing changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { collection, createEngine } from '../../engine/node/index.js';
import { createMemoryStorage } from '../../engine/storage.js';
import { Backend } from './backend.js';
import { openTab, openTabs, quiet, shown, slotOptions, takeErrors, until } from './tabs.js';

const refusal = (/** @type {string} */ code, where = /^/) => ({ name: 'TablatticeError', code, where });

/** @type {[string, any, string, RegExp?][]} */
const badActions = [
  ['no type', {}, 'action_invalid', /type/],
  ['no object', 'slots/create', 'action_invalid'],
  ['undefined', undefined, 'value_invalid', /action/],
  ['an unknown collection', { type: 'rooms/create', payload: {} }, 'collection_unknown'],
  ['an unknown action', { type: 'slots/explode', payload: { id: 'a' } }, 'action_unknown'],
  ['a payload that is no row', { type: 'slots/create', payload: [] }, 'action_invalid'],
  ['an update without changes', { type: 'slots/update', payload: { id: 'a' } }, 'action_invalid'],
  ['an update of the key', { type: 'slots/update', payload: { id: 'a', changes: { id: 'b' } } }, 'key_changed'],
  [
    'an update of the version',
    { type: 'slots/update', payload: { id: 'a', changes: { version: 9 } } },
    'version_changed',
  ],
  ['an update of no row', { type: 'slots/update', payload: { id: 'x', changes: {} } }, 'row_not_found'],
  ['a key beyond 2^53', { type: 'slots/create', payload: { id: 2 ** 53 } }, 'key_invalid'],
  ['an empty key', { type: 'slots/create', payload: { id: '' } }, 'key_invalid'],
  ['a key that is an object', { type: 'slots/delete', payload: { id: {} } }, 'key_invalid'],
  ['a key that is taken', { type: 'slots/create', payload: { id: 'a' } }, 'row_exists'],
  ['a lone surrogate', { type: 'slots/create', payload: { title: '\ud800' } }, 'text_malformed', /title/],
  ['a number that is none', { type: 'slots/create', payload: { rank: NaN } }, 'value_invalid', /rank/],
  ['deep nesting', { type: 'slots/create', payload: { nested: nest(100) } }, 'json_too_deep'],
];
test('no options, and a listener that is no function, are refused where they are given', async (t) => {
  const nothing = /** @type {any} */ (undefined);
  await assert.rejects(createEngine(nothing), refusal('config_invalid'));
  assert.throws(() => collection(nothing), refusal('config_invalid', /collection$/));
  const { tabs } = await openTabs(t, 1);
  const { engine, slots } = tabs[0];
  const listening = /** @type {((listener: any) => void)[]} */ ([
    engine.subscribe,
    engine.events,
    engine.onStatus,
    (listener) => slots.subscribe('a', listener),
    (listener) => engine.view({ from: 'slots' }).subscribe(listener),
  ]);
  for (const listen of listening)
    for (const listener of [undefined, null, {}, 'render'])
      assert.throws(() => listen(listener), refusal('config_invalid', /^listener$/));
});

for (const [name, action, code, where] of badActions) {
  test(`an action with ${name} is refused at once: no request, no message, no number used`, async (t) => {
    const { backend, tabs, storage } = await openTabs(t, 2);
    backend.put('a', { title: 'a' });
    await Promise.all(tabs.map(({ slots }) => slots.refresh()));
    const before = shown(tabs[0]);
    const calls = backend.calls.length;
    assert.throws(() => tabs[0].engine.dispatch(action), refusal(code, where));
    await quiet();
    assert.deepEqual([shown(tabs[0]), backend.calls.length, storage.length], [before, calls, 0]);
    assert.equal(tabs[0].engine.status().pending, 0);
    assert.match(String(tabs[0].slots.create({}).mutation), /:1$/);
    await tabs[0].engine.settled();
  });
}

/** @param {number} depth */
function nest(depth) {
  let value = /** @type {any} */ ({});
  for (let level = 0; level < depth; level += 1) value = { value };
  return value;
}

test('a refused write rejects, and knows neither id nor mutation', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const refused = tabs[0].slots.update('nowhere', { title: 'b' });
  assert.deepEqual([refused.id, refused.mutation], [undefined, undefined]);
  await assert.rejects(refused, refusal('row_not_found'));
});

/** @type {[string, any, string][]} */
const badQueries = [
  ['an unknown collection', { from: 'rooms' }, 'collection_unknown'],
  ['an unknown operator', { from: 'slots', where: { rank: { above: 3 } } }, 'query_invalid'],
  ['an unknown member', { from: 'slots', filter: {} }, 'query_invalid'],
  ['a bad order', { from: 'slots', orderBy: 7 }, 'query_invalid'],
  ['a negative offset', { from: 'slots', offset: -1 }, 'query_invalid'],
  ['a condition that is undefined', { from: 'slots', where: { group: undefined } }, 'value_invalid'],
  ['a lone surrogate', { from: 'slots', where: { title: '\udfff' } }, 'text_malformed'],
  ['nothing', undefined, 'value_invalid'],
];
for (const [name, query, code] of badQueries) {
  test(`a query with ${name} is refused`, async (t) => {
    const { tabs } = await openTabs(t, 1);
    assert.throws(() => tabs[0].engine.view(query), refusal(code));
  });
}

/** @type {[string, string][]} */
const badMessages = [
  ['', 'json_invalid'],
  ['{"p":1,"from":"c', 'json_invalid'],
  ['[]', 'message_invalid'],
  ['{"p":1,"from":"c","life":1,"n":1,"events":[{"kind":"nonsense"}]}', 'message_invalid'],
  ['{"p":1,"p":1,"from":"c","life":1,"n":1,"events":[]}', 'json_duplicate_key'],
  [`${'['.repeat(100)}${']'.repeat(100)}`, 'json_too_deep'],
  [`{"p":1,"from":"${'c'.repeat(10_000_000)}"}`, 'message_too_long'],
  ['{"p":1,"from":"\\ud800","life":1,"n":1,"events":[]}', 'json_invalid'],
  ['{"p":1,"from":"\ud800"}', 'text_malformed'],
];
for (const [text, code] of badMessages) {
  test(`the message ${JSON.stringify(text.slice(0, 40))} is refused whole, reported, and throws nowhere: ${code}`, async (t) => {
    const { tabs } = await openTabs(t, 1);
    const [tab] = tabs;
    await tab.slots.create({ id: 'a', title: 'a' });
    tab.engine.receive(text);
    await quiet();
    assert.deepEqual(takeErrors(tab), [code]);
    assert.deepEqual(shown(tab), { a: { id: 'a', title: 'a', version: 1 } });
    await tab.slots.update('a', { title: 'still alive' });
  });
}

test('what is no text at all is refused like a bad message', async (t) => {
  const { tabs } = await openTabs(t, 1);
  for (const value of [undefined, 7, { p: 1 }]) tabs[0].engine.receive(/** @type {any} */ (value));
  assert.deepEqual(takeErrors(tabs[0]), ['message_invalid', 'message_invalid', 'message_invalid']);
});

test('a message of a later protocol makes the tab outdated, and changes nothing', async (t) => {
  const { tabs } = await openTabs(t, 1);
  tabs[0].engine.receive('{"p":2,"from":"c","life":1,"n":1,"events":[]}');
  await quiet();
  assert.equal(tabs[0].engine.status().outdated, true);
  assert.deepEqual(takeErrors(tabs[0]), ['message_newer']);
});

test('bodies that are no list are refused by load, and nothing changed', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { slots } = tabs[0];
  slots.load('[{"id":"a","version":1}]');
  for (const body of ['<html>', '[{"id":"b"', '7', '{"rows":7}', new Uint8Array([0x5b, 0xff, 0x5d])]) {
    assert.throws(() => slots.load(body), { name: 'TablatticeError' });
    assert.deepEqual(slots.keys(), ['a']);
  }
  takeErrors(tabs[0]);
});

test('keys that cannot be are refused by name, unknown ones are simply not there', async (t) => {
  const { slots } = (await openTabs(t, 1)).tabs[0];
  for (const key of [undefined, null, {}, NaN]) {
    assert.throws(() => slots.get(/** @type {any} */ (key)), refusal('key_invalid'));
    assert.throws(() => slots.subscribe(/** @type {any} */ (key), () => {}), refusal('key_invalid'));
  }
  assert.deepEqual([slots.get('x'), slots.has(17), slots.keys(), slots.size], [undefined, false, [], 0]);
});

test('a number and its text are two keys', async (t) => {
  const { slots } = (await openTabs(t, 1)).tabs[0];
  slots.load('[{"id":17,"version":1,"title":"number"},{"id":"17","version":2,"title":"text"}]');
  assert.deepEqual([slots.get(17)?.title, slots.get('17')?.title, slots.size], ['number', 'text', 2]);
});

/** @type {[string, any, string][]} */
const badConfigurations = [
  ['an empty scope', { scope: '' }, 'config_invalid'],
  ['no collections', { collections: {} }, 'config_invalid'],
  ['missing collections', { collections: undefined }, 'config_invalid'],
  ['an unknown option', { retries: 3 }, 'config_invalid'],
  ['an unknown poll option', { poll: { everyMs: 5 } }, 'config_invalid'],
  ['a poll number that is none', { poll: { activeMs: 'fast' } }, 'config_invalid'],
  ['poll: true', { poll: true }, 'config_invalid'],
  ['an unknown slice', { collections: { slots: { ...slotOptions, slice: 'rooms' } } }, 'slice_unknown'],
  ['an unknown collection option', { collections: { slots: { ...slotOptions, idField: 'x' } } }, 'config_invalid'],
  ['a bad ids', { collections: { slots: { ...slotOptions, ids: 'both' } } }, 'config_invalid'],
  ['a lone surrogate in the scope', { scope: '\ud800' }, 'text_malformed'],
];
for (const [name, options, code] of badConfigurations) {
  test(`createEngine refuses ${name}`, async () => {
    const made = createEngine({ scope: 'test', collections: { slots: collection(slotOptions) }, ...options });
    await assert.rejects(made, refusal(code));
  });
}

test('an unknown collection is refused by name', async (t) => {
  const { engine } = (await openTabs(t, 1)).tabs[0];
  assert.throws(() => engine.collection('rooms'), refusal('collection_unknown', /rooms/));
  assert.throws(() => engine.retry('nobody:1'), refusal('failure_unknown'));
});

test('a storage that refuses: the write runs from memory, and onError says so', async (t) => {
  const full = {
    ...createMemoryStorage(),
    setItem() {
      throw new Error('QuotaExceededError');
    },
  };
  const backend = new Backend();
  const tab = await openTab(t, backend, { storage: full });
  await tab.slots.create({ id: 'a', title: 'a' });
  assert.equal(backend.rows.get('a').title, 'a');
  const codes = takeErrors(tab);
  assert.ok(codes.length > 0 && codes.every((code) => code === 'storage_refused'), String(codes));
});

test('outbox entries that cannot be read are reported and left alone', async (t) => {
  const storage = createMemoryStorage();
  storage.setItem('tablattice:test:outbox/c:1', '{"p":1,');
  const tab = await openTab(t, new Backend(), { storage });
  await until(() => tab.errors.length > 0, 'the entry is reported');
  assert.deepEqual(
    tab.errors.splice(0).map(({ code, where }) => [code, where]),
    [['json_invalid', 'outbox/c:1']],
  );
  assert.equal(storage.length, 1);
});

test('a clock an hour ahead in another tab is refused and drags nobody along', async (t) => {
  const { backend, tabs, hub } = await openTabs(t, 1);
  const ahead = await openTab(t, backend, { transports: [hub.connect()], now: () => Date.now() + 3_600_000 });
  await ahead.slots.create({ id: 'a', title: 'from the future' });
  await quiet();
  assert.ok(tabs[0].errors.length > 0);
  assert.equal(tabs[0].slots.has('a'), false);
  takeErrors(tabs[0]);
  await tabs[0].slots.refresh({ force: true });
  assert.equal(tabs[0].slots.get('a')?.title, 'from the future');
  await tabs[0].slots.update('a', { title: 'from now' });
  assert.equal(backend.rows.get('a').title, 'from now');
  await quiet();
  assert.equal(ahead.slots.get('a')?.title, 'from now');
});
