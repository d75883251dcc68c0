/**
 * `tablattice/redux`: the engine's state in an existing Redux store.
 *
 * ```js
 * const mounted = mountEngine(engine);
 * const store = configureStore({
 *   reducer: { session: sessionReducer },                     // yours, as before
 *   middleware: (getDefault) => getDefault(mounted.middleware),
 *   enhancers: (getDefault) => getDefault().concat(mounted.enhancer),
 *   devTools: mounted.devTools,
 * });
 * store.getState().availability.entities;                     // RTK's entity shape
 * store.dispatch({ type: 'availability/delete', payload: { id } });
 * await store.dispatch(createAvailability(slot)).unwrap();
 * ```
 */
import { devToolsOptions } from './dev-tools.js';
import { EngineStore } from './engine-store.js';
import { mountedState } from './mounted-state.js';

/** @typedef {import('../index.js').Engine<any>} AnyEngine */

/**
 * A collection's state in the store: RTK's entity shape; `loading` while there are no rows yet or a `fetch…` thunk runs.
 * @template {AnyEngine} Mounted
 * @typedef {{ readonly [Name in keyof ReturnType<Mounted['getState']>]:
 *   ReturnType<Mounted['getState']>[Name] & { readonly loading: boolean } }} MountedState
 */

/**
 * What mounts an engine: hand `enhancer` to the store, and, with Redux Toolkit, `middleware` to `getDefaultMiddleware` and
 * `devTools` to `configureStore`.
 * @template {AnyEngine} Mounted
 * @template {string} Key
 * @typedef {object} Mount
 * @property {import('redux').StoreEnhancer<{}, [Key] extends [never] ? MountedState<Mounted> : { readonly [Name in Key]: MountedState<Mounted> }>} enhancer
 * @property {{ thunk: { extraArgument: Mounted }, serializableCheck: { ignoredPaths: string[] },
 *   immutableCheck: { ignoredPaths: string[] } }} middleware thunks get the engine; the development checks leave its rows alone
 * @property {ReturnType<typeof devToolsOptions>} devTools show a summary of the engine's state
 */

/**
 * Mounts `engine` in a Redux store. Without `key` each collection stands at the root of the state by its own name, as the
 * slice that it replaces did; with `key` they all stand below that one. The store throws `config_invalid` where the
 * reducer has such a key itself.
 *
 * With `trace` (by default where the DevTools extension is present) every sync event reaches the store as an action that is
 * named after its source and kind, such as `tablattice/channel/mutation`. While DevTools show the past, actions and
 * thunks that write are refused with `state_past`; looking at it tells the engine, and so the other tabs, nothing.
 *
 * @template {AnyEngine} Mounted
 * @template {string} [Key=never]
 * @param {Mounted} engine
 * @param {{ key?: Key, trace?: boolean }} [options]
 * @returns {Mount<Mounted, Key>}
 */
export function mountEngine(engine, { key, trace = '__REDUX_DEVTOOLS_EXTENSION_COMPOSE__' in globalThis } = {}) {
  const collections = Object.keys(engine.getState());
  const ignoredPaths = key === undefined ? collections : [key];
  /** @type {any} */
  const enhancer = (/** @type {any} */ createStore) => (/** @type {any} */ reducer, /** @type {any} */ preloaded) => {
    const mounted = new EngineStore(engine, mountedState(key));
    const store = createStore(mounted.reducer(reducer), preloaded);
    mounted.attach(store, trace);
    return {
      ...store,
      dispatch: mounted.dispatch,
      replaceReducer: (/** @type {any} */ next) => store.replaceReducer(mounted.reducer(next)),
    };
  };
  return {
    enhancer,
    middleware: {
      thunk: { extraArgument: engine },
      serializableCheck: { ignoredPaths },
      immutableCheck: { ignoredPaths },
    },
    devTools: devToolsOptions(key, collections),
  };
}
