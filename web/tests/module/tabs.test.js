// Two and three tabs over the in-memory transport: every change at once in all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { json, isRead, isWrite } from './backend.js';
import { openTabs, quiet, shown, takeErrors, until } from './tabs.js';

test('create, update and delete cross to all tabs, with one request each and none by the receivers', async (t) => {
  const { backend, tabs } = await openTabs(t, 3);
  const [first, second, third] = tabs;
  const saved = await first.slots.create({ title: 'a' });
  await quiet();
  for (const tab of tabs) assert.deepEqual(shown(tab), { [saved.id]: { id: saved.id, title: 'a', version: 1 } });

  await second.slots.update(saved.id, { title: 'b' });
  await quiet();
  for (const tab of tabs) assert.equal(tab.slots.get(saved.id)?.title, 'b');

  await third.slots.delete(saved.id);
  await quiet();
  for (const tab of tabs) assert.equal(tab.slots.size, 0);
  assert.deepEqual(
    backend.calls.map(({ method }) => method),
    ['POST', 'PATCH', 'DELETE'],
  );
});

test('a change shows before its dispatch returns, in other tabs before its answer, and as pending until then', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  const release = backend.hold(isWrite);
  const saved = tabs[0].slots.create({ title: 'a' });
  const id = String(saved.id);
  assert.deepEqual(tabs[0].slots.get(id), { id, title: 'a', $pending: true });
  assert.equal(tabs[0].engine.status().pending, 1);
  await quiet();
  assert.deepEqual(tabs[1].slots.get(id), { id, title: 'a', $pending: true });
  release();
  assert.deepEqual(await saved, { id, title: 'a', version: 1 });
  await quiet();
  for (const tab of tabs) assert.deepEqual(tab.slots.get(id), { id, title: 'a', version: 1 });
  assert.equal(tabs[0].engine.status().pending, 0);
});

test('messages that come twice count once', async (t) => {
  const onDelivery = (/** @type {string} */ _text, /** @type {() => void} */ deliver) => [1, 2].forEach(deliver);
  const { tabs } = await openTabs(t, 2, { onDelivery });
  let changes = 0;
  tabs[1].engine.events((record) => void (changes += record.changes.length));
  const saved = await tabs[0].slots.create({ title: 'a' });
  await tabs[0].slots.update(saved.id, { title: 'b' });
  await quiet();
  assert.deepEqual(shown(tabs[1]), { [saved.id]: { id: saved.id, title: 'b', version: 2 } });
  assert.ok(tabs[1].engine.status().counters.duplicate > 0);
  assert.equal(tabs[1].slots.size, 1);
  assert.ok(changes <= 4, `${changes} changes for two mutations and two answers`);
});

test('messages in any order end in the same rows', async (t) => {
  const held = /** @type {(() => void)[]} */ ([]);
  const { tabs } = await openTabs(t, 2, { onDelivery: (_text, deliver) => void held.push(deliver) });
  const saved = await tabs[0].slots.create({ title: 'a' });
  await tabs[0].slots.update(saved.id, { title: 'b' });
  await tabs[0].slots.update(saved.id, { rank: 3 });
  await quiet();
  assert.equal(tabs[1].slots.size, 0);
  held.reverse().forEach((deliver) => deliver());
  await quiet();
  assert.deepEqual(shown(tabs[1]), shown(tabs[0]));
  assert.deepEqual(tabs[1].slots.get(saved.id), { id: saved.id, title: 'b', rank: 3, version: 3 });
});

test('what the API refuses rolls back in all tabs and rejects with its problem as the cause', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  const problem = { title: 'Overlap', detail: 'It overlaps another slot.', field: 'startTime', status: 422 };
  const release = backend.hold(isWrite);
  backend.replace(isWrite, () => json(422, problem));
  const saved = tabs[0].slots.create({ title: 'a' });
  await quiet();
  assert.equal(tabs[1].slots.size, 1);
  release();
  await assert.rejects(saved, (/** @type {any} */ error) => {
    assert.equal(error.name, 'TablatticeError');
    assert.equal(error.where, 'startTime');
    assert.equal(error.cause.detail, problem.detail);
    return true;
  });
  await quiet();
  for (const tab of tabs) assert.equal(tab.slots.size, 0);
  assert.deepEqual(tabs[0].engine.failures(), []);
});

test('a refused update leaves the changes of others, a refused delete brings the row back', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  const { id } = await tabs[0].slots.create({ title: 'a', rank: 1 });
  backend.replace(isWrite, () => json(409, { title: 'No' }), 2);
  const refused = tabs[0].slots.update(id, { title: 'b' });
  await assert.rejects(refused);
  await assert.rejects(tabs[1].slots.delete(id));
  await tabs[1].slots.update(id, { rank: 2 });
  await quiet();
  for (const tab of tabs) assert.deepEqual(tab.slots.get(id), { id, title: 'a', rank: 2, version: 2 });
});

test('a write that nobody awaits raises no unhandledRejection; a dispatched one is kept as a failure', async (t) => {
  const { backend, tabs } = await openTabs(t, 1);
  const [tab] = tabs;
  const unhandled = /** @type {unknown[]} */ ([]);
  const note = (/** @type {unknown} */ reason) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  backend.replace(isWrite, () => json(422, { title: 'No' }), 2);
  void tab.slots.create({ title: 'a' });
  void tab.slots.update('nowhere', { title: 'b' });
  tab.engine.dispatch({ type: 'slots/create', payload: { id: 'c', title: 'c' } });
  await tab.engine.settled();
  await quiet();
  assert.deepEqual(unhandled, []);
  assert.deepEqual(takeErrors(tab), ['rejected']);
  const [failure, ...others] = tab.engine.failures();
  assert.deepEqual(others, []);
  assert.deepEqual([failure.key, failure.type, failure.payload.title], ['c', 'create', 'c']);
  tab.engine.retry(failure.name);
  await tab.engine.settled();
  assert.deepEqual(tab.engine.failures(), []);
  assert.equal(backend.rows.get('c').title, 'c');
});

test('two quick toggles end right, in the tab, in the others and on the server', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  const { id } = await tabs[0].slots.create({ on: true });
  const off = tabs[0].slots.update(id, { on: false });
  const on = tabs[0].slots.update(id, { on: true });
  assert.equal(tabs[0].slots.get(id)?.on, true);
  await Promise.all([off, on]);
  await quiet();
  for (const tab of tabs) assert.deepEqual(tab.slots.get(id), { id, on: true, version: 3 });
  assert.deepEqual([backend.rows.get(id).on, backend.count('PATCH')], [true, 2]);
});

test('toggles in two tabs at once end the same in both and on the server', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  const { id } = await tabs[0].slots.create({ on: true, rank: 0 });
  await quiet();
  await Promise.all([tabs[0].slots.update(id, { on: false }), tabs[1].slots.update(id, { on: true })]);
  await quiet();
  for (const tab of tabs) assert.deepEqual(tab.slots.get(id), backend.rows.get(id));
});

test('the messages of one task travel as one, and are told as one', async (t) => {
  const texts = /** @type {string[]} */ ([]);
  const onDelivery = (/** @type {string} */ text, /** @type {() => void} */ deliver) => {
    if (text.includes('"mutation"')) texts.push(text);
    deliver();
  };
  const { backend, tabs } = await openTabs(t, 2, { onDelivery });
  const release = backend.hold(isWrite);
  const sizes = /** @type {number[]} */ ([]);
  tabs[1].engine.subscribe(() => void (sizes.includes(tabs[1].slots.size) || sizes.push(tabs[1].slots.size)));
  for (let index = 0; index < 10; index += 1) void tabs[0].slots.create({ rank: index });
  await quiet();
  assert.equal(texts.length, 1);
  assert.equal(JSON.parse(texts[0]).events.length, 10);
  assert.deepEqual(
    sizes.filter((size) => size > 0),
    [10],
  );
  release();
  await tabs[0].engine.settled();
});

test('a stopped tab does not follow; started again, it catches up', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  backend.put('a', { title: 'a' });
  await Promise.all(tabs.map(({ slots }) => slots.refresh({ force: true })));
  tabs[1].engine.stop();
  await tabs[0].slots.update('a', { title: 'b' });
  await quiet();
  assert.equal(tabs[1].slots.get('a')?.title, 'a');
  tabs[1].engine.start();
  await tabs[1].slots.refresh({ force: true });
  assert.equal(tabs[1].slots.get('a')?.title, 'b');
});

test('events tell each sync event with source, verdict and what it changed', async (t) => {
  const { tabs } = await openTabs(t, 2);
  const records = /** @type {import('../../engine/index.js').SyncEventRecord[]} */ ([]);
  const stop = tabs[1].engine.events((record) => void records.push(record));
  const { id } = await tabs[0].slots.create({ title: 'a' });
  await quiet();
  const created = records.filter(({ changes }) => changes.some(({ change }) => change === 'created'));
  assert.equal(created.length, 1);
  assert.deepEqual([created[0].source, created[0].verdict], ['memory', 'joined']);
  assert.deepEqual([created[0].changes[0].collection, created[0].changes[0].key], ['slots', id]);
  stop();
  const before = records.length;
  await tabs[0].slots.update(id, { title: 'b' });
  await quiet();
  assert.equal(records.length, before);
});

test('sign-out wipes and stops every tab of the scope; late answers write nothing', async (t) => {
  const { backend, tabs, storage } = await openTabs(t, 2);
  const release = backend.hold(isWrite);
  const saved = tabs[0].slots.create({ title: 'a' });
  await quiet();
  assert.equal(storage.length, 1);
  await tabs[0].engine.destroy({ forget: true });
  await assert.rejects(saved, { code: 'engine_forgotten' });
  await quiet();
  assert.equal(storage.length, 0);
  release();
  await quiet();
  assert.equal(storage.length, 0);
  await assert.rejects(tabs[1].slots.create({ title: 'b' }), { code: 'engine_forgotten' });
  assert.equal(backend.count('POST'), 1);
});

test('a read that was held back undoes neither a create, an update nor a delete', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  backend.put('kept', { title: 'old' });
  backend.put('dropped', { title: 'old' });
  await Promise.all(tabs.map(({ slots }) => slots.refresh()));
  const release = backend.hold(isRead);
  const polled = tabs[0].slots.refresh({ force: true });
  await until(() => backend.count('GET') === 3, 'the read was sent');
  const { id } = await tabs[0].slots.create({ title: 'new' });
  await tabs[0].slots.update('kept', { title: 'newer' });
  await tabs[1].slots.delete('dropped');
  await quiet();
  const expected = { [id]: 'new', kept: 'newer' };
  const titles = () =>
    tabs.map((tab) => Object.fromEntries(Object.values(shown(tab)).map((row) => [row?.id, row?.title])));
  assert.deepEqual(titles(), [expected, expected]);
  release();
  await polled;
  await quiet();
  assert.deepEqual(titles(), [expected, expected]);
});
