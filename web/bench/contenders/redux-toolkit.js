// Redux Toolkit: the entity adapter keeps the rows sorted (`sortComparer`), memoized selectors make the views (pages
// "createEntityAdapter" and "Deriving data with selectors"). It runs as in production, without the development checks.
import { configureStore, createEntityAdapter, createSelector, createSlice } from '@reduxjs/toolkit';
import { activeLimit, bySchedule, countPerTherapist, inWeek, therapistId } from '../workload/views.js';
import { changesOfFeed, changesOfList, isNews, parseBody } from './json-bodies.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */
/** @typedef {import('@reduxjs/toolkit').EntityState<Slot, string>} SlotState */

const adapter = createEntityAdapter({
  selectId: (/** @type {Slot} */ { id }) => id,
  sortComparer: bySchedule,
});

const slice = createSlice({
  name: 'slots',
  initialState: adapter.getInitialState(),
  reducers: {
    listRead: adapter.setAll,
    slotPut: adapter.upsertOne,
    slotRemoved: adapter.removeOne,
    changesRead(state, /** @type {{ payload: import('./json-bodies.js').Changes }} */ { payload }) {
      adapter.upsertMany(state, payload.rows);
      adapter.removeMany(state, payload.gone);
    },
  },
});

const { selectAll, selectById } = adapter.getSelectors();
const selectOfTherapist = createSelector([selectAll], (rows) => rows.filter((row) => row.therapistId === therapistId));
const selectActive = createSelector([selectAll], (rows) => rows.filter((row) => row.isActive));
const selectFirstActive = createSelector([selectActive], (rows) => rows.slice(0, activeLimit));
const selectWeek = createSelector([selectAll], (rows) => rows.filter(inWeek));
const selectPerTherapist = createSelector([selectWeek], countPerTherapist);

/** @param {import('../workload/readers.js').Readers} readers */
export function open(readers) {
  const store = configureStore({
    reducer: slice.reducer,
    devTools: false,
    middleware: (defaults) => defaults({ immutableCheck: false, serializableCheck: false, actionCreatorCheck: false }),
  });
  const { changesRead, listRead, slotPut, slotRemoved } = slice.actions;
  const known = (/** @type {string} */ id) => selectById(store.getState(), id);
  onChange(store, selectOfTherapist, (rows) => readers.therapist(rows));
  onChange(store, selectActive, (rows) => readers.active(selectFirstActive(store.getState()), rows.length));
  onChange(store, selectWeek, (rows) => readers.week(rows, selectPerTherapist(store.getState())));

  return {
    ingest: (/** @type {Uint8Array} */ list) => void store.dispatch(listRead(parseBody(list).rows)),
    receive(/** @type {import('../workload/events.js').SlotEvent} */ event) {
      if (event.type === 'delete') store.dispatch(slotRemoved(event.id));
      else if (isNews(known(event.row.id), event.row)) store.dispatch(slotPut(event.row));
    },
    pollList(/** @type {Uint8Array} */ list) {
      store.dispatch(changesRead(changesOfList(list, known, store.getState().ids)));
    },
    pollFeed: (/** @type {Uint8Array} */ feed) => void store.dispatch(changesRead(changesOfFeed(feed, known))),
    shown() {
      const state = store.getState();
      return {
        therapist: selectOfTherapist(state),
        active: selectFirstActive(state),
        activeTotal: selectActive(state).length,
        week: selectWeek(state),
        perTherapist: selectPerTherapist(state),
      };
    },
    close() {},
  };
}

/**
 * As react-redux does it: the selector runs after each change, and who asked is told where its result is another.
 *
 * @template Result
 * @param {{ subscribe: (listener: () => void) => unknown, getState: () => SlotState }} store
 * @param {(state: SlotState) => Result} select
 * @param {(result: Result) => void} listener
 */
function onChange(store, select, listener) {
  let last = select(store.getState());
  store.subscribe(() => {
    const result = select(store.getState());
    if (result === last) return;
    last = result;
    listener(result);
  });
}
