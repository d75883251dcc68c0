/** A store of Redux Toolkit, as applications configure it, over tabs of the notes' backend; DevTools' own store below it. */
import { instrument } from '@redux-devtools/instrument';
import { configureStore, createSlice } from '@reduxjs/toolkit';
import { mountEngine } from 'tablattice/redux';

export const filters = createSlice({
  name: 'filters',
  initialState: { text: '', heard: /** @type {string[]} */ ([]) },
  reducers: {
    filtered: (state, { payload }) => void (state.text = payload),
  },
  extraReducers: (builder) =>
    builder.addMatcher(
      ({ type }) => /^(slots|tablattice|availability)\//.test(type),
      (state, { type }) => void state.heard.push(type),
    ),
});

/**
 * @template {import('tablattice').Engine<any>} Mounted
 * @param {Mounted} engine
 * @param {{ key?: string, trace?: boolean, reducer?: any }} [options]
 */
export function openStore(engine, { reducer = { filters: filters.reducer }, ...options } = {}) {
  const mounted = mountEngine(engine, options);
  const store = configureStore({
    reducer,
    middleware: (getDefault) => getDefault(mounted.middleware),
    enhancers: (getDefault) => getDefault().concat(mounted.enhancer, /** @type {any} */ (instrument())),
    devTools: false, // the extension's part is played by its own store
  });
  /** @type {any} */
  const { liftedStore } = store;
  const types = () => Object.values(liftedStore.getState().actionsById).map(({ action }) => action.type);
  return { store: /** @type {any} */ (store), mounted, liftedStore, types };
}
