// What an engine outlives: outages, reloads, other tabs' deaths, its own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createEngine, createMemoryHub, createMemoryLocks, createMemoryStorage } from '../../engine/node/index.js';
import createTablattice from '../../engine/generated/tablattice.js';
import { Backend, isWrite } from './backend.js';
import { openTab, openTabs, quiet, shown, slotOptions, takeErrors, until } from './tabs.js';

const noNetwork = () => new TypeError('fetch failed');

test('offline, writes wait and show; back online they go out in order', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  backend.replace(() => true, noNetwork, 6);
  const { id } = tabs[0].slots.create({ title: 'a' });
  void tabs[0].slots.update(id ?? '', { title: 'b' });
  void tabs[0].slots.update(id ?? '', { rank: 1 });
  await quiet();
  for (const tab of tabs) assert.deepEqual(tab.slots.get(id ?? ''), { id, title: 'b', rank: 1, $pending: true });
  assert.equal(tabs[0].engine.pending().length, 3);
  await tabs[0].engine.settled();
  assert.deepEqual(backend.rows.get(String(id)), { id, title: 'b', rank: 1, version: 3 });
  const applied = backend.applied.map(({ name }) => name.split(':')[1]);
  assert.deepEqual(applied, ['1', '2', '3']);
});

test('what was not sent survives a reload: the next engine takes it up with the same keys', async (t) => {
  const locks = createMemoryLocks();
  const backend = new Backend();
  const storage = createMemoryStorage();
  const first = await openTab(t, backend, { storage, locks: locks.connect() });
  backend.replace(isWrite, noNetwork, Infinity);
  void first.slots.create({ id: 'a', title: 'a' });
  void first.slots.update('a', { title: 'b' });
  await quiet();
  assert.equal(storage.length, 2);
  const names = first.engine.pending().map(({ name }) => name);
  await first.engine.destroy();
  assert.equal(storage.length, 2);
  takeErrors(first);

  backend.replacements = [];
  const second = await openTab(t, backend, { storage, locks: locks.connect() });
  assert.equal(second.slots.get('a')?.title, 'b', 'it shows at once');
  await until(() => backend.rows.get('a')?.title === 'b', 'both are applied');
  await second.engine.settled();
  assert.deepEqual(
    backend.applied.map(({ name }) => name),
    names,
  );
  await quiet();
  assert.equal(storage.length, 0);
});

test('a tab that dies leaves its writes to another, once its lock is free and not before', async (t) => {
  const locks = createMemoryLocks();
  const hub = createMemoryHub();
  const backend = new Backend();
  const storage = createMemoryStorage();
  const dying = locks.connect();
  const never = () => /** @type {Promise<Response>} */ (new Promise(() => {}));
  const first = await openTab(t, backend, { storage, locks: dying, transports: [hub.connect()], fetch: never });
  const second = await openTab(t, backend, { storage, locks: locks.connect(), transports: [hub.connect()] });
  void first.slots.create({ id: 'a', title: 'a' });
  await quiet();
  assert.deepEqual(shown(second), { a: { id: 'a', title: 'a', $pending: true } });
  assert.equal(backend.calls.length, 0);
  dying.crash();
  await until(() => backend.rows.has('a'), 'the other tab sends it');
  await quiet();
  assert.deepEqual(shown(second), { a: { id: 'a', title: 'a', version: 1 } });
  assert.equal(storage.length, 0);
});

/**
 * The built engine, with a row that traps when it is read.
 * @param {object} given
 */
async function trappingFactory(given) {
  const module = await createTablattice(given);
  const { row } = module.Engine.prototype;
  module.Engine.prototype.row = function (/** @type {string} */ collection, /** @type {string} */ key) {
    if (key === '"trap"') throw new WebAssembly.RuntimeError('memory access out of bounds');
    return row.call(this, collection, key);
  };
  return module;
}

test('a trap marks the engine lost: told once, waiting writes reject, and the outbox is intact', async (t) => {
  const wasm = await readFile(new URL('../../engine/generated/tablattice.wasm', import.meta.url));
  const backend = new Backend();
  const storage = createMemoryStorage();
  const tab = await openTab(t, backend, { storage, factory: trappingFactory, wasm });
  const view = tab.engine.view({ from: 'slots' });
  backend.hold(() => true);
  const waiting = tab.slots.create({ id: 'a', title: 'a' });
  const shownBefore = view.get();
  await quiet();
  const lost = { name: 'TablatticeError', code: 'engine_lost' };
  assert.throws(() => tab.slots.get('trap'), lost);
  await assert.rejects(waiting, lost);
  assert.deepEqual(takeErrors(tab), ['engine_lost']);
  assert.throws(() => tab.engine.status(), lost);
  await assert.rejects(tab.slots.create({}), lost);
  tab.engine.receive('{}');
  tab.engine.start();
  assert.equal(view.get(), shownBefore, 'what was shown stays');
  view.close();
  assert.equal(storage.length, 1);
  const next = await openTab(t, new Backend(), { storage });
  assert.deepEqual(shown(next), { a: { id: 'a', title: 'a', $pending: true } });
});

test('a destroyed engine refuses everything, and ending twice is once', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { engine, slots } = tabs[0];
  const destroyed = { name: 'TablatticeError', code: 'engine_destroyed' };
  await engine.destroy();
  await engine.destroy({ forget: true });
  assert.throws(() => engine.dispatch({ type: 'slots/create', payload: {} }), destroyed);
  assert.throws(() => engine.view({ from: 'slots' }), destroyed);
  assert.throws(() => slots.get('a'), destroyed);
  await assert.rejects(slots.refresh({ force: true }), destroyed);
  await assert.rejects(slots.create({}), destroyed);
  await assert.rejects(engine.settled(), destroyed);
  engine.stop();
  engine.start();
  engine.receive('{}');
});

test('nothing is asked before start, and stopping twice is once', async (t) => {
  const { backend } = await openTabs(t, 0);
  const options = { autoStart: false, poll: { activeMs: 5, idleMs: 5 } };
  const { engine } = await openTab(t, backend, options);
  await quiet();
  assert.equal(backend.calls.length, 0);
  engine.start();
  engine.start();
  await until(() => backend.calls.length > 0, 'it polls');
  engine.stop();
  engine.stop();
  await quiet();
  const { length } = backend.calls;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(backend.calls.length, length);
});

test('two scopes neither hear nor read each other', async (t) => {
  const storage = createMemoryStorage();
  const backend = new Backend();
  const first = await openTab(t, backend, { scope: 'a', storage });
  backend.replace(isWrite, noNetwork, Infinity);
  void first.slots.create({ id: 'x' });
  await quiet();
  const second = await openTab(t, backend, { scope: 'a:b', storage });
  const third = await openTab(t, backend, { scope: 'b', storage });
  for (const { slots } of [second, third]) assert.equal(slots.size, 0);
});

test('chance and time are arguments: the same seed and clock give the same names', async () => {
  const options = {
    random: (/** @type {number} */ count) => new Uint8Array(count).fill(7),
    now: () => 1_800_000_000_000,
  };
  const names = await Promise.all(
    [1, 2].map(async () => {
      const fetch = () => /** @type {Promise<Response>} */ (new Promise(() => {}));
      const engine = await createEngine({
        scope: 's',
        collections: { slots: slotOptions },
        poll: false,
        fetch,
        ...options,
      });
      const { id, mutation } = engine.collection('slots').create({});
      const [{ at }] = engine.pending();
      await engine.destroy();
      return { id, mutation, at };
    }),
  );
  assert.deepEqual(names[0], names[1]);
  assert.equal(names[0].at, 1_800_000_000_000);
  assert.match(String(names[0].id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
