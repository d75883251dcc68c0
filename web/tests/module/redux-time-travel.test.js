/** `tablattice/redux` under DevTools: the past is for looking at, and the other tabs never hear of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ActionCreators } from '@redux-devtools/instrument';
import { createAvailability } from 'tablattice/availability';
import { collection } from 'tablattice/node';

import { isWrite, origin } from './backend.js';
import { filters, openStore } from './redux-store.js';
import { openTabs, quiet, slotOptions, until } from './tabs.js';

const endpoint = `${origin}/api/availability`;
const collections = { slots: collection(slotOptions), availability: collection({ endpoint, slice: 'availability' }) };
const options = { collections };
const slot = { id: 'a', therapistId: 'th-1', date: '2026-12-01', startTime: '09:00', endTime: '10:00', isActive: true };
const update = (/** @type {object} */ changes) => ({ type: 'availability/update', payload: { id: 'a', changes } });

/** @param {import('node:test').TestContext} t */
async function travel(t) {
  const { tabs, backend } = await openTabs(t, 2, { options });
  const opened = openStore(tabs[0].engine, { trace: true });
  const { store, liftedStore } = opened;
  await store.dispatch(createAvailability(slot)).unwrap();
  for (const notes of ['first', 'second']) store.dispatch(update({ notes }));
  await tabs[0].engine.settled();
  await quiet();
  const notes = () => store.getState().availability.entities.a?.notes;
  const indexOf = (/** @type {string} */ wanted) =>
    liftedStore
      .getState()
      .computedStates.findIndex((/** @type {any} */ { state }) => state.availability.entities.a?.notes === wanted);
  const other = () => /** @type {any} */ (tabs[1].engine.collection('availability').get('a'))?.notes;
  await until(() => other() === 'second', 'the other tab has it');
  return {
    ...opened,
    tabs,
    backend,
    notes,
    other,
    goTo: (/** @type {number} */ index) => liftedStore.dispatch(ActionCreators.jumpToState(index)),
    indexOf,
  };
}

test('a jump shows the past here, and nothing of it leaves the tab', async (t) => {
  const { tabs, backend, notes, other, goTo, indexOf, liftedStore, store } = await travel(t);
  const heard = /** @type {any[]} */ ([]);
  // The leader's beats go on.
  tabs[1].engine.events((record) => record.event.kind === 'beat' || heard.push(record));
  const writes = backend.calls.filter(isWrite).length;
  goTo(indexOf('first'));
  assert.equal(notes(), 'first');
  goTo(0);
  assert.equal(notes(), undefined, 'before there was a row');
  await quiet();
  assert.deepEqual([other(), heard, backend.calls.filter(isWrite).length], ['second', [], writes]);
  assert.equal(
    /** @type {any} */ (tabs[0].engine.collection('availability').get('a')).notes,
    'second',
    'nor does it reach the engine',
  );
  goTo(liftedStore.getState().computedStates.length - 1);
  assert.equal(notes(), 'second');
  store.dispatch(update({ notes: 'third' }));
  assert.equal(notes(), 'third', 'back in the present');
});

test('who looks at the past cannot write: by action or by thunk', async (t) => {
  const { backend, notes, other, goTo, indexOf, store } = await travel(t);
  const writes = backend.calls.filter(isWrite).length;
  goTo(indexOf('first'));
  assert.throws(() => store.dispatch(update({ notes: 'from the past' })), { code: 'state_past' });
  await assert.rejects(store.dispatch(createAvailability({ ...slot, id: 'b' })).unwrap(), { code: 'state_past' });
  store.dispatch(filters.actions.filtered('x'));
  await quiet();
  assert.deepEqual([notes(), other(), backend.calls.filter(isWrite).length], ['first', 'second', writes]);
});

test('what other tabs do meanwhile is there when the past is left', async (t) => {
  const { tabs, notes, goTo, indexOf, liftedStore } = await travel(t);
  goTo(indexOf('first'));
  await tabs[1].engine.collection('availability').update('a', { notes: 'by another' });
  await until(
    () => /** @type {any} */ (tabs[0].engine.collection('availability').get('a')).notes === 'by another',
    'it is known here',
  );
  await quiet();
  assert.equal(notes(), 'first', 'the past does not change');
  goTo(liftedStore.getState().computedStates.length - 1);
  assert.equal(notes(), 'by another');
});

test('DevTools run the reducer over old actions again, and find the same past', async (t) => {
  const { store, liftedStore, notes } = await travel(t);
  const past = () =>
    liftedStore.getState().computedStates.map((/** @type {any} */ { state }) => state.availability.entities.a?.notes);
  const before = past();
  store.replaceReducer((/** @type {any} */ state = { filters: { text: '', heard: [] } }) => state); // computes all anew
  assert.deepEqual(past().slice(0, before.length), before);
  assert.equal(notes(), 'second');
});

test('DevTools are given a summary, however many rows there are', async (t) => {
  const { tabs } = await openTabs(t, 1, { options });
  const many = Array.from({ length: 5000 }, (_, index) => ({
    ...slot,
    id: `s-${index}`,
    isActive: false,
    version: index + 1,
  }));
  tabs[0].engine.collection('availability').load(JSON.stringify(many));
  for (const key of [undefined, 'sync']) {
    const { store, mounted } = openStore(tabs[0].engine, { key });
    const seen = mounted.devTools.stateSanitizer(store.getState(), 0);
    const { availability } = key ? seen[key] : seen;
    assert.equal(availability.total, 5000);
    assert.equal(Object.keys(availability['first 20']).length, 20);
    assert.deepEqual(seen.filters, store.getState().filters);
    assert.deepEqual(structuredClone(seen), seen);
    assert.ok(JSON.stringify(seen).length < 10_000);
  }
});
