// Rows that outlive the tabs: a first tab shows them before the network answers. It is only a cache.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { collection, createMemoryCache, createMemoryLocks } from '../../engine/node/index.js';
import { Backend } from './backend.js';
import { openTab, quiet, shown, slotOptions, takeErrors, until } from './tabs.js';

const collections = { slots: collection({ ...slotOptions, persist: true }) };
const never = () => /** @type {Promise<Response>} */ (new Promise(() => {}));

/** @param {import('node:test').TestContext} t */
async function openPersisted(t) {
  const [backend, cache, locks] = [new Backend(), createMemoryCache(), createMemoryLocks()];
  const open = (/** @type {object} */ more = {}) =>
    openTab(t, backend, { collections, cache, locks: locks.connect(), ...more });
  for (let index = 0; index < 500; index += 1) backend.put(`row-${index}`, { title: `title ${index}` });
  const first = await open();
  await until(() => first.engine.status().role === 'leader', 'it leads'); // only the leader keeps rows
  await first.slots.refresh();
  const kept = () => cache.read('test');
  await until(async () => (await kept()).length > 0, 'the rows are kept');
  return { backend, cache, first, open, kept };
}

test('a first tab shows the rows of the last one before the network answers, or without it', async (t) => {
  const { first, open } = await openPersisted(t);
  const rows = shown(first);
  await first.engine.destroy();
  const second = await open({ fetch: never });
  await until(() => second.slots.size === 500, 'the kept rows show');
  assert.deepEqual(shown(second), rows);
});

test('what the network says then wins, and is kept in its turn', async (t) => {
  const { backend, first, open } = await openPersisted(t);
  await first.engine.destroy();
  backend.put('row-0', { title: 'newer' });
  backend.remove('row-1');
  const second = await open();
  await until(() => second.slots.size === 500, 'the kept rows show');
  await second.slots.refresh({ force: true });
  assert.deepEqual([second.slots.get('row-0')?.title, second.slots.has('row-1')], ['newer', false]);
  await until(() => second.engine.status().role === 'leader', 'it leads');
  const rows = shown(second);
  await quiet();
  await second.engine.destroy();
  const third = await open({ fetch: never });
  await until(() => third.slots.size > 0, 'the kept rows show');
  assert.deepEqual(shown(third), rows);
});

test('a cache that cannot be read costs a start without rows, nothing else', async (t) => {
  const { cache, first, open, kept } = await openPersisted(t);
  await first.engine.destroy();
  const broken = (await kept()).map(({ key }) => ({ key, text: '{"not what was written' }));
  await cache.write('test', broken);
  const second = await open();
  await quiet();
  assert.equal(second.slots.size, 0);
  await second.slots.refresh();
  assert.equal(second.slots.size, 500);
  takeErrors(second);
});

test('a cache that fails is reported, and the rows are right all the same', async (t) => {
  const fail = async () => Promise.reject(new Error('QuotaExceededError'));
  const backend = new Backend();
  backend.put('a', { title: 'a' });
  const cache = { read: fail, write: fail, wipe: fail };
  const tab = await openTab(t, backend, { collections, cache, locks: createMemoryLocks().connect() });
  await tab.slots.refresh();
  assert.equal(tab.slots.get('a')?.title, 'a');
  await until(() => tab.errors.length > 0, 'it is reported');
  takeErrors(tab);
});

test('signing out wipes what was kept', async (t) => {
  const { first, kept } = await openPersisted(t);
  await first.engine.destroy({ forget: true });
  assert.deepEqual(await kept(), []);
});

test('rows of a collection that is not to be persisted are not kept', async (t) => {
  const [backend, cache] = [new Backend(), createMemoryCache()];
  backend.put('a', { title: 'a' });
  const tab = await openTab(t, backend, { cache, locks: createMemoryLocks().connect() });
  await tab.slots.refresh();
  await quiet();
  await tab.engine.destroy();
  assert.deepEqual(await cache.read('test'), []);
});
