// What a page tells: visibility, focus, activity, network, and the back-forward cache. The page here is a stand-in.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attachInputs } from '../../engine/inputs.js';

/** @param {import('node:test').TestContext} t */
function standIn(t) {
  const window = new EventTarget();
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const network = { onLine: true };
  const replaced = {
    document: page,
    navigator: network,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
  };
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
  const signals = /** @type {any[]} */ ([]);
  let suspended = 0;
  const detach = attachInputs({ tell: (signal) => void signals.push(signal) }, () => void (suspended += 1));
  const fire = (/** @type {string} */ type, members = {}) =>
    window.dispatchEvent(Object.assign(new Event(type), members));
  return { page, network, signals, detach, fire, suspended: () => suspended };
}

test('the engine is told how things stand, and then what changes', (t) => {
  const { page, network, signals, fire } = standIn(t);
  assert.deepEqual(signals.splice(0), [
    { type: 'visibility', visible: true },
    { type: 'online', online: true },
  ]);
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));
  network.onLine = false;
  for (const type of ['offline', 'focus', 'pointerdown', 'keydown', 'wheel']) fire(type);
  assert.deepEqual(signals, [
    { type: 'visibility', visible: false },
    { type: 'online', online: false },
    { type: 'focus' },
    { type: 'activity' },
    { type: 'activity' },
    { type: 'activity' },
  ]);
});

test('only a page that is kept is suspended', (t) => {
  const { fire, suspended } = standIn(t);
  fire('pagehide', { persisted: false });
  assert.equal(suspended(), 0);
  fire('pagehide', { persisted: true });
  assert.equal(suspended(), 1);
});

test('detached, nothing is told any more', (t) => {
  const { page, signals, detach, fire, suspended } = standIn(t);
  detach();
  signals.length = 0;
  page.dispatchEvent(new Event('visibilitychange'));
  for (const type of ['online', 'offline', 'focus', 'keydown']) fire(type);
  fire('pagehide', { persisted: true });
  assert.deepEqual([signals, suspended()], [[], 0]);
});

test('outside a page there is nothing to tell', () => {
  const signals = /** @type {any[]} */ ([]);
  attachInputs({ tell: (signal) => void signals.push(signal) }, () => {})();
  assert.deepEqual(signals, []);
});
