// Redux Toolkit's selectors over engine.getState(), and the same ones over plain RTK state, in a process of its own:
// node --expose-gc selectors.js '{ "rows": …, "seed": … }' prints milliseconds as JSON.
import { configureStore, createEntityAdapter, createSelector, createSlice } from '@reduxjs/toolkit';
import { collection, createEngine } from 'tablattice/node';

import { firstList, firstSlots, wireEvents } from '../workload/dashboard.js';
import { collectionName, epochMs } from '../workload/names.js';
import { inWeek, therapistId } from '../workload/views.js';
import { median } from './events.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */
/**
 * @typedef {object} Times milliseconds
 * @property {number} firstMs of the lists, once all rows have come
 * @property {number} changedMs of the lists after one change
 * @property {number} unchangedMs of the lists where nothing changed
 * @property {number} byIdMs of a thousand rows by their ids
 */
/** @typedef {{ getState: () => any, change: (index: number) => Promise<void> }} Store */
/** @typedef {{ engine: Times, rtk: Times }} SelectorTimes */

const rounds = 20;
const idsRead = 1_000;
const stride = 7_919; // a prime: the ids that are read lie far apart

const adapter = createEntityAdapter({ selectId: (/** @type {Slot} */ { id }) => id });
const { selectAll, selectById, selectTotal } = adapter.getSelectors(
  (/** @type {any} */ state) => state[collectionName],
);
const selectOfTherapist = createSelector([selectAll], (rows) => rows.filter((row) => row.therapistId === therapistId));
const selectWeek = createSelector([selectAll], (rows) => rows.filter(inWeek));
const selectActiveCount = createSelector([selectAll], (rows) => rows.filter((row) => row.isActive).length);

/** @param {any} state */
const selectLists = (state) => [selectOfTherapist(state).length, selectWeek(state).length, selectActiveCount(state)];

/**
 * @param {() => unknown} work
 * @returns {number}
 */
function millisecondsOf(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** @param {{ rows: number, seed: number }} size @returns {Promise<Store>} */
async function openEngine(size) {
  let clockMs = epochMs;
  const endpoint = 'http://bench.test/api/availability';
  const engine = await createEngine({
    scope: 'bench',
    collections: { [collectionName]: collection({ endpoint, feed: `${endpoint}/changes`, slice: 'availability' }) },
    poll: false,
    now: () => clockMs,
    onError: (error) => {
      throw error;
    },
  });
  engine.collection(collectionName).load(firstList(size));
  const texts = wireEvents(size, rounds, 'text');
  return {
    getState: () => engine.getState(),
    async change(index) {
      clockMs += 1;
      engine.receive(texts[index]);
    },
  };
}

/** @param {{ rows: number, seed: number }} size @returns {Promise<Store>} */
async function openRtk(size) {
  const { actions, reducer } = createSlice({
    name: collectionName,
    initialState: adapter.getInitialState(),
    reducers: { listRead: adapter.setAll, slotPut: adapter.upsertOne, slotRemoved: adapter.removeOne },
  });
  const store = configureStore({
    reducer: { [collectionName]: reducer },
    devTools: false,
    middleware: (defaults) => defaults({ immutableCheck: false, serializableCheck: false, actionCreatorCheck: false }),
  });
  store.dispatch(actions.listRead(firstSlots(size)));
  const events = wireEvents(size, rounds, 'object');
  return {
    getState: () => store.getState(),
    async change(index) {
      const event = events[index];
      store.dispatch(event.type === 'delete' ? actions.slotRemoved(event.id) : actions.slotPut(event.row));
    },
  };
}

/**
 * @param {Store} store
 * @returns {Promise<Times & { shown: unknown[] }>}
 */
async function measureStore({ getState, change }) {
  const firstMs = millisecondsOf(() => selectLists(getState()));
  const changed = [];
  const unchanged = [];
  const byId = [];
  for (let round = 0; round < rounds; round += 1) {
    await change(round);
    changed.push(millisecondsOf(() => selectLists(getState())));
    unchanged.push(millisecondsOf(() => selectLists(getState())));
    const { ids } = getState()[collectionName];
    const read = Array.from({ length: idsRead }, (_, at) => ids[(at * stride + round) % ids.length]);
    byId.push(millisecondsOf(() => read.forEach((id) => selectById(getState(), id))));
  }
  const shown = [...selectLists(getState()), selectTotal(getState())];
  return { firstMs, changedMs: median(changed), unchangedMs: median(unchanged), byIdMs: median(byId), shown };
}

const size = JSON.parse(process.argv[2]);
const { shown, ...engine } = await measureStore(await openEngine(size));
const { shown: expected, ...rtk } = await measureStore(await openRtk(size));
if (JSON.stringify(shown) !== JSON.stringify(expected)) throw new Error(`${shown} is not what RTK shows: ${expected}`);
process.stdout.write(`${JSON.stringify({ engine, rtk })}\n`);
process.exit(); // an engine is not destroyed: its states are read to the end
