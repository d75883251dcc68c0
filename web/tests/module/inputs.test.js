// What a page tells: visibility, focus, activity, network, and the back-forward cache. The page here is a stand-in.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attachInputs } from '../../engine/inputs.js';
import { createMemoryHub } from '../../engine/index.js';
import { Backend } from './backend.js';
import { standInPage } from './page.js';
import { openTab, quiet } from './tabs.js';

/** @param {import('node:test').TestContext} t */
function attach(t) {
  const stand = standInPage(t);
  const signals = /** @type {any[]} */ ([]);
  let suspended = 0;
  const detach = attachInputs({ tell: (signal) => void signals.push(signal) }, () => void (suspended += 1));
  return { ...stand, signals, detach, suspended: () => suspended };
}

test('the engine is told how things stand, and then what changes', (t) => {
  const { page, network, signals, fire } = attach(t);
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
  const { fire, suspended } = attach(t);
  fire('pagehide', { persisted: false });
  assert.equal(suspended(), 0);
  fire('pagehide', { persisted: true });
  assert.equal(suspended(), 1);
});

test('detached, nothing is told any more', (t) => {
  const { page, signals, detach, fire, suspended } = attach(t);
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

test('in the back-forward cache a tab closes its transports; shown again it hears and catches up', async (t) => {
  const backend = new Backend();
  const hub = createMemoryHub();
  const other = await openTab(t, backend, { transports: [hub.connect()] });
  const { fire } = standInPage(t);
  const transport = hub.connect();
  let closed = 0;
  const close = () => void ((closed += 1), transport.close());
  const hidden = await openTab(t, backend, { transports: [{ ...transport, close }] });
  fire('pagehide', { persisted: true });
  assert.equal(closed, 1);
  const { id } = await other.slots.create({ title: 'a' });
  await quiet();
  assert.equal(hidden.slots.has(id), false);
  fire('pageshow', { persisted: true });
  await other.slots.update(id, { title: 'b' });
  await hidden.slots.refresh();
  await quiet();
  assert.equal(hidden.slots.get(id)?.title, 'b');
  await hidden.engine.destroy(); // while the page still stands
});
