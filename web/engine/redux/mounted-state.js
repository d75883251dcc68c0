/** The engine's state in the shape in which it stands in the store. */

/** @typedef {import('../index.js').Engine<any>} Engine */
/** @typedef {import('../types.js').CollectionState<any>} CollectionState */
/** @typedef {CollectionState & { loading: boolean }} Slice */
/** @typedef {Readonly<Record<string, any>>} Members what the engine adds to the store's state */

/**
 * Gives the members for a state of the engine: the same slice for the same collection, the same members for the same state.
 * @param {string | undefined} key where they stand; undefined: each collection by itself, at the root
 */
export function mountedState(key) {
  /** @type {WeakMap<CollectionState, Map<boolean, Slice>>} */
  const slices = new WeakMap();
  /**
   * @param {CollectionState} part
   * @param {boolean} asked
   */
  const slice = (part, asked) => {
    const known = slices.get(part) ?? new Map();
    slices.set(part, known);
    if (!known.has(asked)) known.set(asked, makeSlice(part, asked));
    return known.get(asked);
  };
  /** @type {{ slices: Slice[], members: Members }} */
  let last = { slices: [], members: {} };
  /**
   * @param {Record<string, CollectionState>} state the engine's
   * @param {(collection: string) => boolean} isAsked whether a `fetch…` thunk is under way
   * @returns {Members}
   */
  return (state, isAsked) => {
    const names = Object.keys(state);
    const next = names.map((name) => slice(state[name], isAsked(name)));
    if (last.slices.length === next.length && next.every((each, index) => each === last.slices[index]))
      return last.members;
    const members = Object.freeze(Object.fromEntries(names.map((name, index) => [name, next[index]])));
    last = { slices: next, members: key === undefined ? members : Object.freeze({ [key]: members }) };
    return last.members;
  };
}

/**
 * RTK's entity shape, frozen, so that its development checks need not walk the rows. Ids and entities are read when they are
 * asked for.
 * @param {CollectionState} part
 * @param {boolean} asked
 * @returns {Slice}
 */
function makeSlice(part, asked) {
  const { status, fetching, error } = part;
  return Object.freeze({
    get ids() {
      return part.ids;
    },
    get entities() {
      return part.entities;
    },
    status,
    fetching,
    error,
    loading: asked || status === 'loading',
  });
}
