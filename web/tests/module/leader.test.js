// One tab reads for all: who it is, what the others get from it, and what happens when it is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createMemoryHub, createMemoryLocks, createMemoryStorage } from '../../engine/node/index.js';
import { Backend, isWrite } from './backend.js';
import { leaderOf, openTab, openTabs, quiet, shown, takeErrors, until } from './tabs.js';

/** @typedef {import('./tabs.js').Tab} Tab */

const quickPolls = { poll: { activeMs: 20, idleMs: 20, staleMs: 1 } };
// So short that a busy machine passes for a silent leader: only where that is wanted.
const quickTabs = { tabs: { beatMs: 20, helloMs: 20, gapMs: 10, stealMs: 100 } };
// A busy machine is no reason to ask the server.
const patient = { tabs: { helloMs: 2000 } };
const never = () => /** @type {Promise<Response>} */ (new Promise(() => {}));

const readsOf = (/** @type {Tab} */ { engine }) => engine.status().counters.reads;
const clientOf = (/** @type {Tab} */ { engine }) => engine.status().client;
const followersOf = (/** @type {Tab[]} */ tabs, /** @type {Tab} */ leader) => tabs.filter((each) => each !== leader);

test('ten tabs ask the server as often as one, and all show what it said', async (t) => {
  const { backend, tabs } = await openTabs(t, 10, { options: quickPolls });
  const leader = await leaderOf(tabs);
  const allReady = () => tabs.every(({ engine }) => engine.status().collections.slots.status === 'ready');
  await until(allReady, 'all have what there is');
  const [before, readsBefore, callsBefore] = [tabs.map(readsOf), readsOf(leader), backend.calls.length];
  for (const title of ['a', 'b', 'c']) {
    backend.put('a', { title });
    await until(() => tabs.every(({ slots }) => slots.get('a')?.title === title), `all tabs show ${title}`);
  }
  assert.deepEqual(
    tabs.filter((each, index) => readsOf(each) > before[index]),
    [leader],
  );
  assert.equal(backend.calls.length - callsBefore, readsOf(leader) - readsBefore);
});

test('a tab that joins late gets the state from another, without a request', async (t) => {
  const { backend, tabs, openOne } = await openTabs(t, 2, { options: patient });
  for (let index = 0; index < 3000; index += 1) backend.put(`row-${index}`, { title: `title ${index}` });
  await (await leaderOf(tabs)).slots.refresh();
  const { length } = backend.calls;
  const late = await openOne();
  await until(() => late.slots.size === 3000, 'it has all rows');
  await quiet();
  assert.deepEqual(shown(late), shown(tabs[0]));
  assert.equal(late.engine.status().collections.slots.status, 'ready');
  assert.deepEqual([backend.calls.length, readsOf(late)], [length, 0]);
});

test('a late tab also gets what is not answered yet, and what was deleted stays deleted', async (t) => {
  const { backend, tabs, openOne } = await openTabs(t, 1, { options: patient });
  backend.put('a', { title: 'a' });
  backend.put('b', { title: 'b' });
  await tabs[0].slots.refresh();
  await tabs[0].slots.delete('a');
  const release = backend.hold(isWrite);
  const saved = tabs[0].slots.create({ id: 'c', title: 'c' });
  const late = await openOne();
  await until(() => late.slots.size === 2, 'it has both rows');
  assert.deepEqual(shown(late), shown(tabs[0]));
  assert.equal(late.slots.get('c')?.$pending, true);
  release();
  await saved;
  await quiet();
  assert.deepEqual(shown(late), shown(tabs[0]));
  assert.equal(backend.count('POST'), 1);
});

test("a follower's refresh is the leader's request, and its promise settles with that", async (t) => {
  const { backend, tabs } = await openTabs(t, 3);
  const leader = await leaderOf(tabs);
  const [follower] = followersOf(tabs, leader);
  await leader.slots.refresh();
  await quiet();
  backend.put('a', { title: 'a' });
  await follower.slots.refresh({ force: true });
  assert.equal(follower.slots.get('a')?.title, 'a');
  assert.deepEqual([readsOf(leader), readsOf(follower), backend.calls.length], [2, 0, 2]);
  await quiet();
  for (const tab of tabs) assert.deepEqual(shown(tab), shown(follower));
});

test('where nobody has read yet, what the leader reads serves all who want to know', async (t) => {
  // Patient enough for a slow machine: a tab that hears nothing for helloMs reads by itself.
  const { backend, openOne } = await openTabs(t, 0, { options: { poll: {}, tabs: { helloMs: 1500 } } });
  backend.put('a', { title: 'a' });
  const tabs = await Promise.all(Array.from({ length: 5 }, () => openOne()));
  await Promise.all(tabs.map(({ slots }) => slots.refresh()));
  for (const tab of tabs) assert.equal(tab.slots.get('a')?.title, 'a');
  // The first list, and at most one more for those who asked while it was under way.
  assert.ok(backend.calls.length <= 2, `${backend.calls.length} requests`);
  assert.deepEqual(followersOf(tabs, await leaderOf(tabs)).map(readsOf), [0, 0, 0, 0]);
});

test('a leader that ends leaves the lead to another, which goes on reading', async (t) => {
  const { backend, tabs } = await openTabs(t, 3, { options: quickPolls });
  const leader = await leaderOf(tabs);
  const others = followersOf(tabs, leader);
  await leader.engine.destroy();
  const next = await leaderOf(others);
  backend.put('a', { title: 'a' });
  await until(() => others.every(({ slots }) => slots.has('a')), 'all that are left show the row');
  assert.deepEqual(followersOf(others, next).map(readsOf), [0]);
});

test('a stopped leader leaves the lead; started again it follows', async (t) => {
  const { tabs } = await openTabs(t, 2);
  const leader = await leaderOf(tabs);
  const [other] = followersOf(tabs, leader);
  leader.engine.stop();
  await until(() => other.engine.status().role === 'leader', 'the other leads');
  leader.engine.start();
  assert.equal(await leaderOf(tabs), other);
});

test('a leader that is silent but keeps its lock is overtaken: its lock is stolen, once', async (t) => {
  let silent = '';
  const onDelivery = (/** @type {string} */ text, /** @type {() => void} */ deliver) =>
    JSON.parse(text).from === silent || deliver();
  const { backend, tabs } = await openTabs(t, 2, { onDelivery, options: { ...quickPolls, ...quickTabs } });
  const leader = await leaderOf(tabs);
  const [other] = followersOf(tabs, leader);
  silent = clientOf(leader);
  backend.put('a', { title: 'a' });
  await until(() => other.slots.has('a'), 'the follower reads by itself');
  await until(() => other.engine.status().role === 'leader', 'it takes the lead');
  await until(() => leader.engine.status().role === 'follower', 'the silent one hears that it was taken');
  assert.equal(other.engine.status().counters.steals, 1);
});

test('without Web Locks the tabs elect a leader by messages, and end in the same rows', async (t) => {
  const { backend, tabs } = await openTabs(t, 3, { options: { ...quickPolls, ...quickTabs, locks: null } });
  const leader = await leaderOf(tabs);
  const saved = await tabs[2].slots.create({ title: 'a' });
  backend.put('b', { title: 'b' });
  await until(() => tabs.every(({ slots }) => slots.size === 2), 'all tabs show both rows');
  for (const tab of tabs) assert.deepEqual(shown(tab), shown(tabs[0]));
  assert.equal(tabs[0].slots.get(saved.id)?.title, 'a');
  await leader.engine.destroy();
  await leaderOf(followersOf(tabs, leader));
});

test("the leader finishes a dead tab's writes, in their order, with the same keys, once", async (t) => {
  const hub = createMemoryHub();
  const [locks, storage, backend] = [createMemoryLocks(), createMemoryStorage(), new Backend()];
  const open = (/** @type {object} */ more = {}) =>
    openTab(t, backend, { storage, locks: locks.connect(), transports: [hub.connect()], ...more });
  const tabs = [await open(), await open()];
  const leader = await leaderOf(tabs);
  const [dyingLocks, dyingEnd] = [locks.connect(), hub.connect()];
  const dying = await open({ locks: dyingLocks, transports: [dyingEnd], fetch: never });
  void dying.slots.create({ id: 'a', title: 'a' });
  void dying.slots.update('a', { title: 'b' });
  void dying.slots.create({ id: 'c', title: 'c' });
  const names = dying.engine.pending().map(({ name }) => name);
  await quiet();
  for (const tab of tabs) assert.deepEqual(shown(tab), shown(dying));
  assert.equal(backend.calls.length, 0, 'while it lives, they are its own');

  dyingEnd.close();
  dyingLocks.crash();
  await until(() => backend.applied.length === 3, 'all three are sent');
  await quiet();
  const applied = backend.applied.map(({ name }) => name);
  assert.deepEqual(applied.toSorted(), names.toSorted());
  assert.ok(applied.indexOf(names[0]) < applied.indexOf(names[1]));
  assert.equal(leader.engine.status().counters.adopted, 3);
  assert.deepEqual([backend.rows.get('a').title, backend.calls.filter(isWrite).length], ['b', 3]);
  for (const tab of tabs) assert.equal(tab.engine.status().pending, 0);
  assert.equal(storage.length, 0);
});

test('a leader that dies with writes under way: the next one leads and finishes them', async (t) => {
  const hub = createMemoryHub();
  const [locks, storage, backend] = [createMemoryLocks(), createMemoryStorage(), new Backend()];
  const [dyingLocks, dyingEnd] = [locks.connect(), hub.connect()];
  const dying = await openTab(t, backend, { storage, locks: dyingLocks, transports: [dyingEnd], fetch: never });
  const next = await openTab(t, backend, { storage, locks: locks.connect(), transports: [hub.connect()] });
  assert.equal(await leaderOf([dying, next]), dying);
  void dying.slots.create({ id: 'a', title: 'a' });
  await quiet();
  dyingEnd.close();
  dyingLocks.crash();
  await until(() => backend.rows.has('a'), 'the other tab sends it');
  assert.equal(next.engine.status().role, 'leader');
  await quiet();
  assert.deepEqual([next.engine.status().pending, storage.length], [0, 0]);
});

test('signing out in one tab ends all tabs, and later tabs find nothing', async (t) => {
  const { backend, tabs, storage, openOne } = await openTabs(t, 3);
  await tabs[0].slots.create({ title: 'a' });
  backend.replace(isWrite, () => new TypeError('fetch failed'), Infinity);
  void tabs[1].slots.create({ title: 'unsent' });
  await quiet();
  assert.equal(storage.length, 1);
  await tabs[2].engine.destroy({ forget: true });
  await quiet();
  assert.equal(storage.length, 0);
  for (const { slots } of tabs.slice(0, 2)) await assert.rejects(slots.create({}), { code: 'engine_forgotten' });
  tabs.forEach(takeErrors);
  const later = await openOne({ fetch: never });
  await quiet();
  assert.equal(later.slots.size, 0);
});
