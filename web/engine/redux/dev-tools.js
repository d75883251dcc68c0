/** How many of a collection's rows DevTools show. */
const rowsMax = 20;

/**
 * Options for `configureStore({ devTools })`. DevTools copy the whole state with every action; of the engine's they get a
 * summary, however many rows there are.
 * @param {string | undefined} key
 * @param {string[]} collections
 */
export function devToolsOptions(key, collections) {
  const summaries = (/** @type {any} */ state) =>
    Object.fromEntries(collections.filter((name) => state?.[name]).map((name) => [name, summary(state[name])]));
  const stateSanitizer = (/** @type {any} */ state) => ({
    ...state,
    ...(key === undefined ? summaries(state) : { [key]: summaries(state?.[key]) }),
  });
  return { stateSanitizer: /** @type {<State>(state: State, index: number) => State} */ (stateSanitizer) };
}

/** @param {import('./mounted-state.js').Slice} slice */
function summary({ ids, entities, ...rest }) {
  const shown = ids.slice(0, rowsMax);
  const rows = Object.fromEntries(shown.map((id) => [id, entities[id]]));
  return { total: ids.length, ...rest, [shown.length < ids.length ? `first ${rowsMax}` : 'rows']: rows };
}
