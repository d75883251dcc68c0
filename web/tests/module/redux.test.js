/** `tablattice/redux` in a store of the real Redux Toolkit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  combineReducers,
  configureStore,
  createEntityAdapter,
  createReducer,
  isFulfilled,
  isPending,
  isRejected,
  isRejectedWithValue,
} from '@reduxjs/toolkit';
import { applyMiddleware, compose, legacy_createStore } from 'redux';
import {
  createAvailability,
  fetchAvailability,
  selectAllAvailability,
  selectAvailabilityError,
  selectAvailabilityLoading,
} from 'tablattice/availability';
import { mountEngine } from 'tablattice/redux';
import { TablatticeError, collection } from 'tablattice/node';

import { isRead, isWrite, json, origin } from './backend.js';
import { filters, openStore } from './redux-store.js';
import { openTabs, quiet, slotOptions, takeErrors, until } from './tabs.js';

const rows = [
  { id: 'a', title: 'one', version: 1 },
  { id: 'b', title: 'two', version: 2 },
];
const text = JSON.stringify(rows);
const endpoint = `${origin}/api/availability`;
const collections = { slots: collection(slotOptions), availability: collection({ endpoint, slice: 'availability' }) };
const availability = { collections };
const slot = { id: 'a', therapistId: 'th-1', date: '2026-12-01', startTime: '09:00', endTime: '10:00', isActive: true };

test('the collections stand at the root of the state, or below one key, and RTK selects from them', async (t) => {
  const { tabs } = await openTabs(t, 1);
  tabs[0].slots.load(text);
  const { store } = openStore(tabs[0].engine);
  const selectors = createEntityAdapter().getSelectors((/** @type {any} */ state) => state.slots);
  assert.deepEqual(selectors.selectIds(store.getState()), ['a', 'b']);
  assert.deepEqual(selectors.selectAll(store.getState()), rows);
  assert.equal(selectors.selectById(store.getState(), 'a'), tabs[0].slots.get('a'), 'the same object as everywhere');
  assert.equal(selectors.selectTotal(store.getState()), 2);
  const below = openStore(tabs[0].engine, { key: 'sync' }).store.getState();
  assert.deepEqual(Object.keys(below), ['filters', 'sync']);
  assert.deepEqual(below.sync.slots.entities.b, rows[1]);
});

test('what did not change stays the same object, and selectors compute nothing anew', async (t) => {
  const { tabs } = await openTabs(t, 1);
  tabs[0].slots.load(text);
  const { store } = openStore(tabs[0].engine);
  const { selectAll } = createEntityAdapter().getSelectors((/** @type {any} */ state) => state.slots);
  const before = store.getState();
  const all = selectAll(before);
  store.dispatch(filters.actions.filtered('x'));
  assert.equal(store.getState().slots, before.slots);
  assert.equal(selectAll(store.getState()), all);
  store.dispatch({ type: 'slots/update', payload: { id: 'a', changes: { title: 'ONE' } } });
  const after = store.getState();
  assert.equal(after.slots.entities.a.title, 'ONE');
  assert.equal(after.slots.entities.b, before.slots.entities.b);
  assert.equal(before.slots.entities.a.title, 'one', 'a state once handed out never changes');
});

test("the engine's actions go through the engine, then to the reducers, and notify once", async (t) => {
  const { tabs } = await openTabs(t, 2);
  tabs[0].slots.load(text);
  const { store, types } = openStore(tabs[0].engine);
  let calls = 0;
  store.subscribe(() => (calls += 1));
  const action = { type: 'slots/create', payload: { id: 'c', title: 'three' } };
  assert.equal(store.dispatch(action), action);
  assert.equal(store.getState().slots.entities.c.$pending, true);
  assert.deepEqual(store.getState().filters.heard, ['slots/create']);
  assert.equal(calls, 1);
  assert.deepEqual(types(), ['@@INIT', 'slots/create']);
  await until(() => tabs[1].slots.has('c'), 'the other tab has it');
  await tabs[0].engine.settled();
  assert.equal(store.getState().slots.entities.c.version, 1);
});

test('an action that the engine refuses throws, and reaches no reducer', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { store } = openStore(tabs[0].engine);
  const refused = () => store.dispatch({ type: 'slots/update', payload: { id: 'nobody', changes: {} } });
  assert.throws(refused, { name: 'TablatticeError', code: 'row_not_found' });
  assert.deepEqual(store.getState().filters.heard, []);
});

test("an action that only looks like the engine's is the application's", async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { store } = openStore(tabs[0].engine);
  const action = { type: 'slots/highlighted', payload: 'a' };
  assert.equal(store.dispatch(action), action);
  store.dispatch(action);
  assert.deepEqual(store.getState().filters.heard, [action.type, action.type]);
  assert.equal(tabs[0].engine.status().counters.refused, 1, 'the engine is asked once per type');
});

test("another tab's changes reach the store, each sync event by its name, source and verdict", async (t) => {
  const { tabs, backend } = await openTabs(t, 2);
  for (const { id, title } of rows) backend.put(id, { title });
  for (const { slots } of tabs) slots.load(text);
  const { store, liftedStore } = openStore(tabs[0].engine, { trace: true });
  await tabs[1].slots.update('a', { title: 'ONE' });
  await until(
    () => store.getState().slots.entities.a.version === 3 || store.getState().slots.entities.a.title === 'ONE',
    'it is here',
  );
  const { actionsById, stagedActionIds, computedStates } = liftedStore.getState();
  const at = stagedActionIds.findIndex(
    (/** @type {number} */ id) => actionsById[id].action.type === 'tablattice/memory/mutation',
  );
  assert.ok(at > 0, 'a named action');
  const { payload, meta } = actionsById[stagedActionIds[at]].action;
  assert.deepEqual([meta.source, meta.verdict], ['memory', 'joined']);
  assert.deepEqual(payload.changes, [{ collection: 'slots', key: 'a', change: 'updated' }]);
  assert.equal(computedStates[at - 1].state.slots.entities.a.title, 'one');
  assert.equal(computedStates[at].state.slots.entities.a.title, 'ONE', 'the state that it brought');
});

test('without a trace a change is one action; where nothing changed there is none', async (t) => {
  const { tabs, backend } = await openTabs(t, 1);
  for (const { id } of rows) backend.put(id, { title: id });
  await tabs[0].slots.refresh({ force: true });
  const { store, types } = openStore(tabs[0].engine);
  const saved = tabs[0].slots.update('a', { title: 'by call' });
  assert.equal(store.getState().slots.entities.a.title, 'by call', 'before the call has returned');
  assert.deepEqual(types(), ['@@INIT', 'tablattice/changed']);
  await saved;
  await quiet();
  const told = types().length;
  let turns = 0;
  tabs[0].engine.onStatus(() => (turns += 1));
  assert.throws(() => tabs[0].engine.dispatch({ type: 'slots/nonsense' }));
  await until(() => turns > 0, 'the status changed, and nothing else');
  assert.equal(types().length, told);
});

test('thunks run in the store: progress for extraReducers, loading and error in the slice, unwrap', async (t) => {
  const { tabs, backend } = await openTabs(t, 1, { options: availability });
  const { engine } = tabs[0];
  const { store } = openStore(engine);
  const heard = () =>
    store.getState().filters.heard.filter((/** @type {string} */ type) => type.startsWith('availability'));
  assert.equal(selectAvailabilityLoading(store.getState()), true, 'nothing was read yet');
  await store.dispatch(fetchAvailability()).unwrap();
  assert.equal(selectAvailabilityLoading(store.getState()), false);
  const created = store.dispatch(createAvailability(slot));
  assert.equal(selectAllAvailability(store.getState())[0].$pending, true);
  assert.equal((await created.unwrap()).version, 1);
  const release = backend.hold(isRead);
  const fetched = store.dispatch(fetchAvailability({ forceRefresh: true }));
  assert.equal(store.getState().availability.loading, true, 'asked for, so shown');
  release();
  await fetched;
  assert.equal(store.getState().availability.loading, false);
  backend.replace(isRead, () => json(404, { title: 'Not here' }));
  const failed = await store.dispatch(fetchAvailability({ forceRefresh: true }));
  assert.ok(fetchAvailability.rejected.match(failed));
  assert.equal(selectAvailabilityError(store.getState())?.code, 'http_error');
  assert.deepEqual(takeErrors(tabs[0]), ['http_error']);
  backend.replace(isWrite, () => json(422, { title: 'Refused', detail: 'Taken.', field: 'startTime' }));
  await assert.rejects(
    store.dispatch(createAvailability({ ...slot, id: 'b', startTime: '11:00', endTime: '12:00' })).unwrap(),
    { where: 'startTime' },
  );
  const words = heard().map((/** @type {string} */ type) => type.replace('availability/', ''));
  assert.deepEqual(words, [
    ...['fetchAvailability/pending', 'fetchAvailability/fulfilled'],
    ...['createAvailability/pending', 'createAvailability/fulfilled'],
    ...['fetchAvailability/pending', 'fetchAvailability/fulfilled'],
    ...['fetchAvailability/pending', 'fetchAvailability/rejected'],
    ...['createAvailability/pending', 'createAvailability/rejected'],
  ]);
});

test("a thunk's actions are made, matched and reduced like RTK's own", () => {
  const { pending, fulfilled, rejected } = fetchAvailability;
  const reducer = createReducer({ loading: false, ids: /** @type {string[]} */ ([]), problem: '' }, (builder) =>
    builder
      .addCase(pending, (state) => void (state.loading = true))
      .addCase(fulfilled, (state, { payload }) => ({ ...state, loading: false, ids: payload.map(({ id }) => id) }))
      .addCase(rejected, (state, { payload, error }) => void (state.problem = `${payload.code}: ${error?.message}`)),
  );
  const asked = reducer(undefined, pending('request-1', undefined));
  assert.equal(asked.loading, true);
  assert.deepEqual(reducer(asked, fulfilled([slot], 'request-1', undefined)).ids, ['a']);
  const error = new TablatticeError({ code: 'http_error', message: 'No answer.' });
  assert.equal(reducer(asked, rejected(error, 'request-1', undefined)).problem, 'http_error: No answer.');
  const actions = [pending('1', undefined), fulfilled([], '1', undefined), rejected(error, '1', undefined)];
  const matchers = /** @type {((...thunks: any[]) => any)[]} */ ([
    isPending,
    isFulfilled,
    isRejectedWithValue,
    isRejected,
  ]);
  for (const matchersOf of [matchers.map((each) => each()), matchers.map((each) => each(fetchAvailability))])
    assert.deepEqual(
      actions.map((action) => matchersOf.map((matches) => matches(action))),
      [
        [true, false, false, false],
        [false, true, false, false],
        [false, false, true, true],
      ],
    );
});

test("RTK's development checks find nothing to complain of, and walk no row", async (t) => {
  const { tabs } = await openTabs(t, 1, { options: availability });
  const { engine } = tabs[0];
  const errors = t.mock.method(console, 'error');
  let walks = 0;
  const { store } = openStore({
    ...engine,
    getState() {
      const state = engine.getState();
      const walked = () => ((walks += 1), state.availability.entities);
      const slice = Object.defineProperty({ ...state.availability }, 'entities', { get: walked, enumerable: true });
      return { ...state, availability: slice };
    },
  });
  for (let turn = 0; turn < 20; turn += 1) store.dispatch(filters.actions.filtered(String(turn)));
  await store.dispatch(createAvailability(slot)).unwrap();
  store.dispatch({ type: 'availability/delete', payload: { id: 'a' } });
  assert.deepEqual([errors.mock.calls.map((call) => call.arguments), walks], [[], 0]);
  assert.deepEqual(store.getState().availability.entities, engine.getState().availability.entities);
  assert.equal(walks, 1);
});

test('a key that the reducer has itself is refused by name', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const clash = () => openStore(tabs[0].engine, { reducer: { slots: filters.reducer } });
  assert.throws(clash, { code: 'config_invalid', where: 'reducer/slots' });
  for (const state of [7, null, ['a'], new Map()]) {
    const bare = () => openStore(tabs[0].engine, { reducer: () => state });
    assert.throws(bare, { code: 'config_invalid', where: 'reducer' });
  }
});

test('an enhancer that is mounted above the middleware is refused at the first write past it', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { enhancer, middleware } = mountEngine(tabs[0].engine);
  const store = configureStore({
    reducer: { filters: filters.reducer },
    middleware: (getDefault) => getDefault(middleware),
    enhancers: (getDefault) => getDefault().prepend(enhancer),
  });
  const thunk = (/** @type {any} */ dispatch) => dispatch({ type: 'slots/create', payload: { id: 'a' } });
  assert.throws(() => store.dispatch(thunk), {
    code: 'config_invalid',
    where: 'enhancer',
    message: /after all others/,
  });
});

test('a thunk without an engine says how to give it one', async () => {
  const store = configureStore({ reducer: { filters: filters.reducer } });
  const action = await store.dispatch(/** @type {any} */ (createAvailability(slot)));
  assert.equal(action.payload.code, 'engine_missing');
  assert.match(action.payload.message, /extraArgument/);
});

test('plain Redux: createStore, a preloaded state, a replaced reducer', async (t) => {
  const { tabs } = await openTabs(t, 1);
  tabs[0].slots.load(text);
  const { enhancer } = mountEngine(tabs[0].engine);
  const count = (state = 0, /** @type {any} */ { type }) => (type === 'counted' ? state + 1 : state);
  const warnings = t.mock.method(console, 'error');
  /** @type {any} */
  const store = legacy_createStore(
    combineReducers({ count }),
    /** @type {any} */ ({ count: 5, slots: { ids: ['old'], entities: {} } }),
    compose(applyMiddleware(), enhancer),
  );
  store.dispatch({ type: 'counted' });
  assert.equal(store.getState().count, 6);
  assert.deepEqual(store.getState().slots.ids, ['a', 'b'], 'rows are never taken from a preloaded state');
  store.replaceReducer(/** @type {any} */ (combineReducers({ twice: (state = 0) => state })));
  assert.deepEqual(Object.keys(store.getState()), ['twice', 'slots']);
  store.dispatch({ type: 'slots/delete', payload: { id: 'a' } });
  assert.deepEqual(store.getState().slots.ids, ['b']);
  assert.deepEqual(
    warnings.mock.calls.map(({ arguments: [message] }) => message).filter((message) => /slots/.test(message)),
    [],
  );
});

test('after the engine has ended the store goes on with the last rows', async (t) => {
  const { tabs } = await openTabs(t, 1, { options: availability });
  const { store } = openStore(tabs[0].engine);
  await tabs[0].engine.destroy();
  store.dispatch(filters.actions.filtered('y'));
  assert.equal(store.getState().filters.text, 'y');
  const action = await store.dispatch(fetchAvailability({ forceRefresh: true }));
  assert.equal(action.payload.code, 'engine_destroyed');
  assert.throws(() => store.dispatch({ type: 'availability/delete', payload: { id: 'a' } }), TablatticeError);
});
