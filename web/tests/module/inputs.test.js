// What a page tells: visibility, focus, activity, network, freezing and the back-forward cache. The page is a stand-in.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attachInputs } from '../../engine/inputs.js';
import { createMemoryHub, createMemoryLocks } from '../../engine/index.js';
import { Backend } from './backend.js';
import { standInPage } from './page.js';
import { openScripted } from './scripted-engine.js';
import { openTab, openTabs, quiet, takeErrors, until } from './tabs.js';

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

test('only a page that is kept is suspended, and one that is frozen', (t) => {
  const { page, fire, suspended } = attach(t);
  fire('pagehide', { persisted: false });
  assert.equal(suspended(), 0);
  fire('pagehide', { persisted: true });
  assert.equal(suspended(), 1);
  page.dispatchEvent(new Event('freeze'));
  assert.equal(suspended(), 2);
});

test('detached, nothing is told any more', (t) => {
  const { page, signals, detach, fire, suspended } = attach(t);
  detach();
  signals.length = 0;
  page.dispatchEvent(new Event('visibilitychange'));
  for (const type of ['online', 'offline', 'focus', 'keydown']) fire(type);
  fire('pagehide', { persisted: true });
  page.dispatchEvent(new Event('freeze'));
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
});

/**
 * A tab that is asked to say goodbye, and to give up its lock, when it is suspended.
 * @param {import('node:test').TestContext} t
 */
async function openSuspendable(t) {
  const stand = standInPage(t);
  const log = /** @type {string[]} */ ([]);
  const transport = {
    send: (/** @type {string} */ text) => void log.push(`send ${text}`),
    onReceive: () => (log.push('open'), () => void log.push('deaf')),
    close: () => void log.push('close'),
  };
  const locks = createMemoryLocks();
  const goodbye = (/** @type {{ type: string }} */ { type }) => {
    const told = ['start', 'suspend', 'stop'].includes(type);
    if (told) log.push(type);
    return /** @type {import('../../engine/contract.js').Effect[]} */ (
      type === 'suspend'
        ? [
            { kind: 'send', text: 'goodbye' },
            { kind: 'unlock', name: 'leader' },
          ]
        : []
    );
  };
  const scripted = await openScripted(t, { transports: [transport], locks: locks.connect() }, goodbye);
  scripted.ask({ kind: 'lock', name: 'leader' });
  await quiet();
  return { ...stand, ...scripted, log, locks };
}

const leaving = /** @type {const} */ (['freeze', 'pagehide']);
for (const type of leaving) {
  test(`on ${type} everything is said and given up before the page stops, and taken up when it goes on`, async (t) => {
    const { page, fire, heardOf, locks, log } = await openSuspendable(t);
    assert.deepEqual(log.splice(0), ['open', 'start']);
    if (type === 'freeze') page.dispatchEvent(new Event('freeze'));
    else fire('pagehide', { persisted: true });
    assert.deepEqual(log.splice(0), ['deaf', 'suspend', 'send goodbye', 'close'], 'in the same task');
    await quiet();
    assert.deepEqual((await locks.connect().query()).held, []);

    page.dispatchEvent(new Event('freeze'));
    fire('pagehide', { persisted: true });
    for (const each of ['focus', 'keydown', 'online']) fire(each);
    assert.deepEqual(log, [], 'a page that is left twice is left once, and is deaf');

    const { length } = heardOf('visibility');
    page.dispatchEvent(new Event('resume'));
    fire('pageshow', { persisted: true });
    assert.deepEqual(log, ['open', 'start'], 'one that comes back twice comes back once');
    assert.equal(heardOf('visibility').length, length + 1, 'it tells how things stand');
  });
}

test('stopped while the page was suspended, the engine stays stopped; destroyed, it stays destroyed', async (t) => {
  const { page, fire, engine, log } = await openSuspendable(t);
  page.dispatchEvent(new Event('freeze'));
  engine.stop();
  log.length = 0;
  page.dispatchEvent(new Event('resume'));
  fire('pageshow', { persisted: true });
  assert.deepEqual(log, []);
  engine.start();
  page.dispatchEvent(new Event('freeze'));
  await engine.destroy();
  log.length = 0;
  page.dispatchEvent(new Event('resume'));
  assert.deepEqual(log, []);
});

test("a suspended tab's write is finished by another; the tab comes back, hears of it and sends nothing", async (t) => {
  const { backend, tabs, openOne } = await openTabs(t, 1);
  await tabs[0].slots.refresh();
  const { fire, page } = standInPage(t);
  const unsent = async () => Promise.reject(new TypeError('fetch failed'));
  let calls = 0;
  const left = await openOne({ fetch: () => ((calls += 1), unsent()) });
  const saved = left.slots.create({ id: 'a', title: 'a' });
  await quiet();
  page.dispatchEvent(new Event('freeze'));
  await until(() => backend.rows.has('a'), 'the other tab sends it');
  const callsBefore = calls;
  page.dispatchEvent(new Event('resume'));
  fire('pageshow');
  let row = /** @type {any} */ (null);
  void saved.then((settled) => (row = settled));
  await until(() => row !== null, 'the write is known to be saved');
  assert.equal(row.title, 'a');
  await quiet();
  assert.deepEqual([calls, backend.applied.length], [callsBefore, 1]);
  for (const tab of [...tabs, left]) assert.equal(tab.slots.get('a')?.$pending, undefined);
  takeErrors(left);
});
