// The cache of confirmed rows, as the host keeps it: what the engine writes, it reads; what fails is told; sign-out wipes it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createMemoryCache } from '../../engine/index.js';
import { Cache } from '../../engine/cache.js';
import { openScripted } from './scripted-engine.js';
import { quiet } from './tabs.js';

const rows = [
  { key: 'slots/0', text: '{"id":"a"}' },
  { key: 'slots/1', text: '{"id":"b"}' },
];

test('what was written is read, null removes, scopes are apart', async () => {
  const kept = createMemoryCache();
  await kept.write('a', rows);
  await kept.write('a:b', [{ key: 'slots/0', text: 'other' }]);
  await kept.write('a', [
    { key: 'slots/0', text: null },
    { key: 'slots/1', text: 'newer' },
    { key: 'none', text: null },
  ]);
  assert.deepEqual(await kept.read('a'), [{ key: 'slots/1', text: 'newer' }]);
  await kept.wipe('a');
  assert.deepEqual(await kept.read('a'), []);
  assert.deepEqual(await kept.read('a:b'), [{ key: 'slots/0', text: 'other' }]);
});

test('one thing is done after another, and what fails stops nothing', async () => {
  const done = /** @type {string[]} */ ([]);
  let delayMs = 8;
  const slow = (/** @type {string} */ name) => async () => {
    await new Promise((resolve) => setTimeout(resolve, (delayMs /= 2)));
    done.push(name);
    if (name === 'write') throw new Error('QuotaExceededError');
    return /** @type {any} */ ([]);
  };
  const cache = new Cache({ read: slow('read'), write: slow('write'), wipe: slow('wipe') }, 'a');
  const writing = cache.write(rows);
  const wiping = cache.wipe();
  const reading = cache.read();
  await assert.rejects(writing, /Quota/);
  await Promise.all([wiping, reading, cache.last]);
  assert.deepEqual(done, ['write', 'wipe', 'read']);
});

test('a cache that throws at once fails like one that rejects', async () => {
  const read = () => {
    throw new Error('broken');
  };
  await assert.rejects(new Cache({ ...createMemoryCache(), read }, 'a').read(), /broken/);
});

test('without a cache there is nothing to read, and writing is done', async () => {
  const cache = new Cache(null, 'a');
  await cache.write(rows);
  await cache.wipe();
  assert.deepEqual(await cache.read(), []);
});

test('cache and recall: the engine gets back what it gave, in this tab and in the next', async (t) => {
  const cache = createMemoryCache();
  const first = await openScripted(t, { cache });
  first.ask({ kind: 'recall' }, { kind: 'cache', entries: rows }, { kind: 'recall' });
  await quiet();
  assert.deepEqual(first.heardOf('cached'), [
    { type: 'cached', entries: [] },
    { type: 'cached', entries: rows },
  ]);
  const second = await openScripted(t, { cache });
  second.ask({ kind: 'recall' });
  const without = await openScripted(t);
  without.ask({ kind: 'cache', entries: rows }, { kind: 'recall' });
  await quiet();
  assert.deepEqual(second.heardOf('cached'), [{ type: 'cached', entries: rows }]);
  assert.deepEqual(without.heard.signals.slice(-1), [{ type: 'cached', entries: [] }], 'Node has no cache by default');
});

test('a cache that fails is told to the engine, which starts with nothing', async (t) => {
  const fail = async () => Promise.reject(new Error('QuotaExceededError'));
  const { errors, heard, ask } = await openScripted(t, { cache: { read: fail, write: fail, wipe: fail } });
  heard.signals.length = 0;
  ask({ kind: 'recall' });
  await quiet();
  ask({ kind: 'cache', entries: rows });
  await quiet();
  const uncached = { type: 'uncached', message: 'QuotaExceededError' };
  assert.deepEqual(heard.signals, [uncached, { type: 'cached', entries: [] }, uncached]);
  ask({ kind: 'forgotten' });
  await quiet();
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['cache_failed'],
  );
});

test('sign-out wipes the cache, after what was still being written; destroy waits for it', async (t) => {
  const kept = createMemoryCache();
  const write = async (/** @type {string} */ scope, /** @type {any[]} */ entries) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await kept.write(scope, entries);
  };
  await kept.write('test', rows);
  const forget = (/** @type {{ type: string }} */ { type }) =>
    type === 'forget' ? [/** @type {const} */ ({ kind: 'forgotten' })] : [];
  const { engine, ask, errors } = await openScripted(t, { cache: { ...kept, write } }, forget);
  ask({ kind: 'cache', entries: [{ key: 'slots/2', text: 'late' }] });
  await Promise.resolve();
  await engine.destroy({ forget: true });
  assert.deepEqual([await kept.read('test'), errors], [[], []]);
});

test('destroy waits for what is being written', async (t) => {
  const kept = createMemoryCache();
  const { engine, ask } = await openScripted(t, { cache: kept });
  ask({ kind: 'cache', entries: rows });
  await engine.destroy();
  assert.deepEqual(await kept.read('test'), rows);
});
