/**
 * What Redux promises of a store, of one with an engine mounted in it. Each case also runs on a bare store, which shows that
 * it says what Redux does.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applyMiddleware, combineReducers, compose, legacy_createStore } from 'redux';
import { mountEngine } from 'tablattice/redux';

import { openTabs } from './tabs.js';

/** @typedef {(reducer: any, preloaded?: any, enhancer?: any) => any} CreateStore */
/** @typedef {{ engine: import('../../engine/index.js').Engine<any>, create: CreateStore }} Opened */

/** The engine's own actions must keep the promises as well as all others do. */
let titles = 0;
const counted = () => ({ type: 'counted' });
const retitled = () => ({ type: 'slots/update', payload: { id: 'a', changes: { title: `title ${(titles += 1)}` } } });
const kinds = {
  'a bare store': { options: undefined, action: counted },
  'an engine at the root': { options: {}, action: counted },
  'an engine below a key, traced': { options: { key: 'sync', trace: true }, action: counted },
  "the engine's own actions": { options: {}, action: retitled },
};

/**
 * @param {string} promise
 * @param {(store: CreateStore, action: () => { type: string }, t: import('node:test').TestContext) => void} check
 */
function promises(promise, check) {
  for (const [kind, { options, action }] of Object.entries(kinds))
    test(`${promise}: ${kind}`, async (t) => {
      const { tabs } = await openTabs(t, 1);
      tabs[0].slots.load('[{"id":"a","title":"one","version":1}]');
      const enhancer = options && mountEngine(tabs[0].engine, options).enhancer;
      check(
        (reducer, preloaded, more) =>
          legacy_createStore(reducer, preloaded, /** @type {any} */ (compose)(...[more, enhancer].filter(Boolean))),
        action,
        t,
      );
    });
}

const counts = combineReducers({
  count: (state = 0, /** @type {any} */ { type }) => state + (/^@@/.test(String(type)) ? 0 : 1),
});

/** @param {any} state the state as the application's reducer made it */
const own = ({ slots, sync, ...rest }) => rest;

promises('every listener of the moment is told, whoever is unsubscribed meanwhile', (create, action) => {
  const store = create(counts);
  const calls = /** @type {string[]} */ ([]);
  const stops = [
    store.subscribe(() => calls.push('a')),
    store.subscribe(() => {
      calls.push('b');
      for (const stop of stops) stop();
    }),
    store.subscribe(() => calls.push('c')),
  ];
  store.dispatch(action());
  store.dispatch(action());
  assert.deepEqual(calls, ['a', 'b', 'c']);
});

promises('a listener that is added while others are told hears of the next action', (create, action) => {
  const store = create(counts);
  const calls = /** @type {string[]} */ ([]);
  let added = false;
  store.subscribe(() => {
    calls.push('a');
    if (!added) store.subscribe(() => calls.push('b'));
    added = true;
  });
  store.dispatch(action());
  assert.deepEqual(calls, ['a']);
  store.dispatch(action());
  assert.deepEqual(calls, ['a', 'a', 'b']);
});

promises('a dispatch within a dispatch tells those who listen by then', (create, action) => {
  const store = create(counts);
  const calls = /** @type {string[]} */ ([]);
  const stop = store.subscribe(() => {
    calls.push('first');
    stop();
    store.subscribe(() => calls.push('late'));
    store.dispatch(action());
  });
  store.subscribe(() => calls.push('second'));
  store.dispatch(action());
  assert.deepEqual(calls, ['first', 'second', 'late', 'second']);
});

promises('one function that listens twice is told twice, and stopped once at a time', (create, action) => {
  const store = create(counts);
  let calls = 0;
  const listener = () => void (calls += 1);
  store.subscribe(listener);
  const stop = store.subscribe(listener);
  store.dispatch(action());
  assert.equal(calls, 2);
  stop();
  stop();
  store.dispatch(action());
  assert.equal(calls, 3);
});

promises('a listener finds the state that it is told of', (create, action) => {
  const store = create(counts);
  const seen = /** @type {any[]} */ ([]);
  store.subscribe(() => seen.push(own(store.getState())));
  const told = action();
  assert.equal(store.dispatch(told), told);
  assert.deepEqual(seen, [{ count: 1 }]);
});

promises('only plain objects with a string as type are actions', (create) => {
  const store = create(counts);
  class Fancy {
    type = 'counted';
  }
  for (const none of [null, undefined, 42, 'slots/update', [], new Fancy(), () => 1])
    assert.throws(() => store.dispatch(none), /plain objects/, String(none));
  assert.throws(() => store.dispatch({}), /undefined/);
  assert.throws(() => store.dispatch({ type: Symbol('slots/update') }), /string/);
  assert.deepEqual(own(store.getState()), { count: 0 });
});

promises('a reducer may not dispatch, read or subscribe; what it throws is thrown on', (create, action) => {
  const store = create(
    combineReducers({
      last: (state = 0, /** @type {any} */ { type, run }) => (type === 'run' ? (run(), state) : state),
    }),
  );
  const stop = store.subscribe(() => {});
  const within = (/** @type {() => void} */ run) => () => store.dispatch({ type: 'run', run });
  const before = own(store.getState());
  assert.throws(
    within(() => store.dispatch(action())),
    /reducer/i,
  );
  assert.throws(within(store.getState), /getState\(\) while the reducer/);
  assert.throws(
    within(() => store.subscribe(() => {})),
    /subscribe\(\) while the reducer/,
  );
  assert.throws(within(stop), /unsubscribe/);
  assert.throws(
    within(() => {
      throw new Error('broken');
    }),
    /^Error: broken$/,
  );
  store.dispatch(action());
  assert.deepEqual(own(store.getState()), before);
});

promises('a reducer that is none is refused, at first and later', (create, action) => {
  for (const none of [undefined, 'counts', {}]) assert.throws(() => create(none), /to be a function/);
  const store = create(counts);
  store.dispatch(action());
  assert.throws(() => store.replaceReducer(undefined), /to be a function/);
  store.dispatch(action());
  assert.deepEqual(own(store.getState()), { count: 2 });
  store.replaceReducer(combineReducers({ count: (state = 0) => state * 10, more: () => 1 }));
  assert.deepEqual(own(store.getState()), { count: 20, more: 1 });
});

promises('the store is an observable', (create, action) => {
  const store = create(counts);
  const key = /** @type {any} */ (Symbol).observable ?? '@@observable';
  const observable = store[key]();
  assert.equal(observable[key](), observable);
  assert.throws(() => observable.subscribe(null), /observer/);
  const seen = /** @type {any[]} */ ([]);
  const { unsubscribe } = observable.subscribe({ next: (/** @type {any} */ state) => seen.push(own(state)) });
  store.dispatch(action());
  unsubscribe();
  store.dispatch(action());
  assert.deepEqual(seen, [{ count: 0 }, { count: 1 }]);
});

promises('middleware sees each action once, thunks dispatch through all of it', (create, action) => {
  const seen = /** @type {string[]} */ ([]);
  const log = () => (/** @type {any} */ next) => (/** @type {any} */ each) => (seen.push(each.type), next(each));
  const thunk = (/** @type {any} */ api) => (/** @type {any} */ next) => (/** @type {any} */ each) =>
    typeof each === 'function' ? each(api.dispatch, api.getState) : next(each);
  const store = create(counts, undefined, applyMiddleware(/** @type {any} */ (thunk), /** @type {any} */ (log)));
  const result = store.dispatch((/** @type {any} */ dispatch, /** @type {any} */ getState) => {
    dispatch(action());
    return own(getState());
  });
  assert.deepEqual([seen, result], [[action().type], { count: 1 }]);
});

test('a type may be a symbol, as in Redux 4', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const { enhancer } = mountEngine(tabs[0].engine);
  /** @type {any} */
  const older = (/** @type {any} */ reducer) => {
    let state = reducer(undefined, { type: Symbol('init') });
    return {
      getState: () => state,
      subscribe: () => () => {},
      dispatch: (/** @type {any} */ action) => void (state = reducer(state, action)),
    };
  };
  const store = enhancer(older)(counts);
  store.dispatch({ type: Symbol('counted') });
  assert.equal(own(store.getState()).count, 2);
});

promises('what a listener throws reaches who dispatched, and the store goes on', (create, action) => {
  const store = create(counts);
  const stop = store.subscribe(() => {
    throw new Error('a broken listener');
  });
  assert.throws(() => store.dispatch(action()), /a broken listener/);
  stop();
  store.dispatch(action());
  assert.deepEqual(own(store.getState()), { count: 2 });
});

promises('a preloaded state is taken, and a slice that it lacks is made', (create) => {
  const reducer = combineReducers({ count: (state = 0) => state, name: (state = 'none') => state });
  assert.deepEqual(own(create(reducer, { count: 7 }).getState()), { count: 7, name: 'none' });
});
