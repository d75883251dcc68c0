/**
 * A `dispatch` that takes thunks besides actions, for applications without a Redux store. (Over `tablattice/redux` the
 * store's own thunk middleware does the same; the engine is its extra argument.)
 */

import { isSyncAvailability } from './sync-actions.js';

/** @typedef {import('../index.js').Engine} Engine */
/** @typedef {{ type: string, payload?: any, meta?: any, error?: any }} PlainAction */

/**
 * A function that an action creator returns in place of an action. It gets what a Redux thunk gets; its extra argument
 * is the engine.
 *
 * @template Result
 * @typedef {(dispatch: ThunkDispatch, getState: () => any, engine: Engine) => Result} Thunk
 */

/**
 * @callback ThunkDispatch
 * @param {any} actionOrThunk a thunk: its result is returned; an action: it goes to the engine and is returned
 * @returns {any}
 */

/** @type {WeakMap<Engine, ThunkDispatch>} */
const perEngine = new WeakMap();

/**
 * The engine's thunk-running dispatch; the same function each time, so that it may stand in dependency lists.
 *
 * The actions by which a thunk tells its progress (`meta.requestStatus`: pending, fulfilled, rejected), and those that tell
 * what the sync handler did, change nothing in the engine and are not handed to it: it refuses types that it does not
 * know, where a Redux store lets them pass.
 *
 * @param {Engine} engine
 * @returns {ThunkDispatch}
 */
export function thunkDispatch(engine) {
  let dispatch = perEngine.get(engine);
  if (!dispatch) perEngine.set(engine, (dispatch = createDispatch(engine)));
  return dispatch;
}

/**
 * @param {Engine} engine
 * @returns {ThunkDispatch}
 */
function createDispatch(engine) {
  /** @type {ThunkDispatch} */
  const dispatch = (actionOrThunk) => {
    if (typeof actionOrThunk === 'function') return actionOrThunk(dispatch, () => engine.getState(), engine);
    if (actionOrThunk?.meta?.requestStatus || isSyncAvailability(actionOrThunk)) return actionOrThunk;
    return engine.dispatch(actionOrThunk);
  };
  return dispatch;
}
