import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { pageStorage } from '../../engine/page.js';
import { createMemoryStorage, createStore } from '../../engine/storage.js';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'localStorage');
});

/** @param {() => unknown} get */
function defineLocalStorage(get) {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });
}

test('the store keeps the outbox under the scope and removes with null', () => {
  const storage = createMemoryStorage();
  const store = createStore(storage, 'clinic:user-42');
  store.write('outbox/c1:1', 'a');
  store.write('outbox/c1:2', 'b');
  store.write('message', 'm');
  store.write('outbox/c1:1', null);
  assert.equal(storage.getItem('tablattice:clinic:user-42:outbox/c1:2'), 'b');
  assert.deepEqual(store.outbox(), [{ key: 'outbox/c1:2', text: 'b' }]);
});

test('an entry is replaced only where the key holds what was expected; where the storage cannot tell, it counts as held', () => {
  const storage = createMemoryStorage();
  const store = createStore(storage, 'a');
  store.write('outbox/c1:1', 'x');
  const guard = { key: 'outbox/c1:1', text: 'x', next: 'y' };
  assert.equal(store.replace({ ...guard, text: 'other' }), 'x');
  assert.equal(storage.getItem('tablattice:a:outbox/c1:1'), 'x');
  assert.equal(store.replace(guard), 'x');
  assert.equal(storage.getItem('tablattice:a:outbox/c1:1'), 'y');
  assert.equal(store.replace({ ...guard, key: 'outbox/c1:2' }), null);
  const getItem = () => {
    throw new Error('SecurityError');
  };
  assert.equal(createStore({ ...storage, getItem }, 'a').replace(guard), 'x');
  assert.equal(createStore(null, 'a').replace(guard), 'x');
});

test('a write may ask what the key holds, and leaves what is not its own', () => {
  const storage = createMemoryStorage();
  const store = createStore(storage, 'a');
  store.write('outbox/c1:1', 'theirs');
  store.write('outbox/c1:1', null, ['mine', null]);
  assert.equal(storage.getItem('tablattice:a:outbox/c1:1'), 'theirs');
  store.write('outbox/c1:1', null, ['mine', 'theirs']);
  assert.equal(storage.getItem('tablattice:a:outbox/c1:1'), null);
  store.write('outbox/c1:1', 'again', ['mine']);
  assert.equal(storage.getItem('tablattice:a:outbox/c1:1'), null);
  store.write('outbox/c1:1', 'again', ['mine', null]);
  assert.equal(storage.getItem('tablattice:a:outbox/c1:1'), 'again');
});

test('wiping a scope leaves other scopes and other applications alone', () => {
  const storage = createMemoryStorage();
  const store = createStore(storage, 'a');
  const neighbour = createStore(storage, 'a:b');
  for (const each of [store, neighbour]) each.write('outbox/c1:1', 'x');
  storage.setItem('theme', 'dark');
  store.write('message', 'm');
  store.wipe();
  assert.deepEqual(store.outbox(), []);
  assert.deepEqual(neighbour.outbox(), [{ key: 'outbox/c1:1', text: 'x' }]);
  assert.equal(storage.length, 2);
});

test('without a storage there is nothing to find or remove, and writes throw', () => {
  const store = createStore(null, 'a');
  assert.deepEqual(store.outbox(), []);
  assert.throws(() => store.write('outbox/c1:1', 'x'), /no storage/i);
  store.write('outbox/c1:1', null);
  store.wipe();
});

test('a localStorage that throws on access is reported and done without', () => {
  defineLocalStorage(() => {
    throw new Error('SecurityError: access is denied');
  });
  const errors = /** @type {any[]} */ ([]);
  assert.equal(
    pageStorage((error) => void errors.push(error)),
    null,
  );
  assert.equal(errors.length, 1);
  assert.equal(errors[0].code, 'storage_unavailable');
  assert.match(errors[0].message, /access is denied/);
});

test('localStorage is touched once at the start, as WebKit needs it', () => {
  const touched = /** @type {string[]} */ ([]);
  const storage = { ...createMemoryStorage(), getItem: (/** @type {string} */ key) => (touched.push(key), null) };
  defineLocalStorage(() => storage);
  assert.equal(
    pageStorage(() => assert.fail('nothing to report')),
    storage,
  );
  assert.equal(touched.length, 1);
});
