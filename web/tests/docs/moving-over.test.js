// The application that the guide moves over: the races of the original, and the same events without them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { collection } from 'tablattice/node';

import * as after from '../../examples/moving-over/after/availability-slice.js';
import { openStore as openAfter } from '../../examples/moving-over/after/store.js';
import * as before from '../../examples/moving-over/before/availability-slice.js';
import { openStore as openBefore } from '../../examples/moving-over/before/store.js';
import { Backend, isRead, isWrite, origin } from '../module/backend.js';
import { openTabs, quiet, slotOptions, until } from '../module/tabs.js';

/** @typedef {import('tablattice/availability').Availability} Availability */
/** @typedef {{ dispatch: (action: any) => any, row: (id: string) => Availability | undefined, heard: string[] }} Tab */
/** @typedef {{ actions: any, tabs: Tab[], backend: Backend }} Application */

const slot = { therapistId: 'th-1', date: '2026-12-01', startTime: '09:00', endTime: '10:00', isActive: true };

/**
 * @param {{ getState: () => any, dispatch: (action: any) => any }} store
 * @param {{ subscribe: (type: string, callback: (row: any) => void) => () => void }} syncService
 * @returns {Tab}
 */
function asTab({ getState, dispatch }, syncService) {
  const heard = /** @type {string[]} */ ([]);
  for (const change of ['created', 'updated', 'deleted'])
    syncService.subscribe(`availability_${change}`, ({ id }) => heard.push(`${change} ${id}`));
  return { dispatch, row: (id) => getState().availability.entities[id], heard };
}

/** @returns {Backend} with slots `a` and `b` */
function seeded(backend = new Backend()) {
  backend.put('a', slot);
  backend.put('b', { ...slot, date: '2026-12-02' });
  return backend;
}

/**
 * @param {import('node:test').TestContext} t
 * @returns {Promise<Application>}
 */
async function openOriginal(t) {
  const backend = seeded();
  /** @type {any[]} what two BroadcastChannels do, at once */
  const channels = [0, 1].map((own) => ({
    postMessage: (/** @type {any} */ data) => channels[1 - own].onmessage({ data }),
  }));
  const opened = channels.map((channel) => openBefore({ fetch: backend.fetch, channel, pollMs: 2 ** 30 }));
  t.after(() => opened.forEach(({ close }) => close()));
  const tabs = opened.map(({ store, syncService }) => asTab(store, syncService));
  for (const { dispatch } of tabs) await dispatch(before.fetchAvailability()).unwrap();
  return { actions: before, tabs, backend };
}

/**
 * @param {import('node:test').TestContext} t
 * @returns {Promise<Application>}
 */
async function openMoved(t) {
  const endpoint = `${origin}/api/availability`;
  const availability = collection({ endpoint, feed: `${endpoint}/changes`, slice: 'availability' });
  const options = { collections: { slots: collection(slotOptions), availability } };
  const { tabs: engines, backend } = await openTabs(t, 2, { options });
  seeded(backend);
  const tabs = engines.map(({ engine }) => {
    const { store, syncService } = openAfter(/** @type {any} */ (engine));
    return asTab(store, syncService);
  });
  for (const { dispatch } of tabs) await dispatch(after.fetchAvailability({ forceRefresh: true })).unwrap();
  await quiet();
  return { actions: after, tabs, backend };
}

/**
 * A poll was asked before a change and is answered after it.
 * @param {Application} application
 * @returns {Promise<boolean | undefined>} what the polling tab shows in the end; the other one had switched the slot off
 */
async function pollIsLate({ actions, tabs: [own, other], backend }) {
  const release = backend.hold(isRead);
  const asked = backend.count('GET');
  const poll = other.dispatch(actions.fetchAvailability({ forceRefresh: true }));
  await until(() => backend.count('GET') > asked, 'the poll is on its way');
  await own.dispatch(actions.updateAvailability({ id: 'a', changes: { isActive: false } })).unwrap();
  await until(() => other.row('a')?.isActive === false, 'the event has come');
  release();
  await poll;
  return other.row('a')?.isActive;
}

/**
 * A row is deleted in one tab while another one's change of it is being answered.
 * @param {Application} application
 * @returns {Promise<boolean>} whether the changing tab shows the row again
 */
async function answerIsLate({ actions, tabs: [own, other], backend }) {
  const release = backend.hold(({ method }) => method === 'PATCH');
  const change = other.dispatch(actions.updateAvailability({ id: 'a', changes: { notes: 'late' } }));
  await until(() => backend.count('PATCH') === 1, 'the change is on its way');
  const deletion = own.dispatch(actions.deleteAvailability('a'));
  await until(() => !own.row('a') || backend.count('DELETE') === 1, 'the deletion is on its way');
  if (actions === before) await deletion;
  release();
  await Promise.all([change, deletion]);
  await quiet();
  return other.row('a') !== undefined;
}

/**
 * Both tabs change something at the same time.
 * @param {Application} application
 * @returns {Promise<boolean | undefined>} what the second tab shows of the first one's change: it had switched the slot off
 */
async function bothChange({ actions, tabs: [own, other] }) {
  await other.dispatch(actions.updateAvailability({ id: 'b', changes: { notes: 'mine' } })).unwrap();
  await own.dispatch(actions.updateAvailability({ id: 'a', changes: { isActive: false } })).unwrap();
  await quiet();
  return other.row('a')?.isActive;
}

test('a poll that is late: the original shows the old row again, the moved application does not', async (t) => {
  assert.equal(await pollIsLate(await openOriginal(t)), true);
  assert.equal(await pollIsLate(await openMoved(t)), false);
});

test('an answer that is late: the original revives the deleted row, the moved application does not', async (t) => {
  assert.equal(await answerIsLate(await openOriginal(t)), true);
  assert.equal(await answerIsLate(await openMoved(t)), false);
});

test('two changes within 100 ms: the original ignores the other one, the moved application shows both', async (t) => {
  t.mock.method(Date, 'now', () => 1_790_000_000_000); // no time passes in between
  assert.equal(await bothChange(await openOriginal(t)), true);
  t.mock.restoreAll();
  assert.equal(await bothChange(await openMoved(t)), false);
});

for (const [name, open] of /** @type {const} */ ([
  ['original', openOriginal],
  ['moved application', openMoved],
])) {
  test(`the calls and their answers in the ${name}`, async (t) => {
    const { actions, tabs, backend } = await open(t);
    const [own, other] = tabs;
    const saved = await own.dispatch(actions.createAvailability({ ...slot, id: 'c', date: '2026-12-03' })).unwrap();
    assert.equal(saved.version, 3);
    await until(() => other.heard.includes('created c'), 'the other tab is told');
    assert.ok(own.heard.includes('created c'), 'and so is this one');
    assert.equal(other.row('c')?.date, '2026-12-03');
    backend.replace(isWrite, () => Response.json({ title: 'Refused', detail: 'Taken.' }, { status: 422 }));
    const refused = await own.dispatch(actions.updateAvailability({ id: 'c', changes: { notes: 'x' } }));
    assert.equal(refused.type, actions.updateAvailability.rejected.type);
    assert.equal(typeof refused.error.message, 'string');
    assert.equal(await own.dispatch(actions.deleteAvailability('c')).unwrap(), 'c');
    await until(() => other.heard.includes('deleted c'), 'the deletion is told');
    assert.equal(other.row('c'), undefined);
  });
}

test('components and the other slices are the same, to the letter', () => {
  const text = (/** @type {string} */ path) =>
    readFileSync(new URL(`../../examples/moving-over/${path}`, import.meta.url), 'utf8');
  for (const file of ['App.jsx', 'notice-slice.js']) assert.equal(text(`after/${file}`), text(`before/${file}`));
});
