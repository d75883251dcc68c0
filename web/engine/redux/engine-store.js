import { orEnded } from '../ended.js';
import { TablatticeError } from '../errors.js';
import { mountReducer } from './mounted-reducer.js';
import { changedType, syncAction } from './sync-actions.js';

/** @typedef {import('../index.js').Engine<any>} Engine */
/** @typedef {import('./mounted-state.js').Members} Members */
/** @typedef {{ type: string, meta?: any }} Action */

/**
 * One store with the engine's state in it. The store's reducers own what was theirs; the engine owns its members and tells the
 * store of each change by an action. Actions of the engine go to the engine first, and to the reducers when it took them.
 */
export class EngineStore {
  /** @type {Set<string>} thunks that fetch, by collection and request */
  #fetches = new Set();
  /** @type {Set<string>} types that look like the engine's and are not */
  #foreign = new Set();
  /** @type {WeakMap<object, Members>} */
  #broughtBy = new WeakMap();
  /** @type {WeakMap<object, any>} */
  #ownParts = new WeakMap();
  #dispatching = false;

  /**
   * @param {Engine} engine
   * @param {ReturnType<typeof import('./mounted-state.js').mountedState>} membersOf
   */
  constructor(engine, membersOf) {
    this.engine = engine;
    this.membersOf = membersOf;
    this.engineState = engine.getState();
    this.initial = this.#membersNow();
    this.members = this.initial;
    this.shown = this.initial; // the present as the store showed it last
    this.collections = Object.keys(this.engineState);
  }

  /**
   * @param {import('./mounted-reducer.js').Reducer} reducer
   * @returns {import('./mounted-reducer.js').Reducer}
   */
  reducer(reducer) {
    if (typeof reducer !== 'function') return reducer; // Redux refuses it by name
    const mounted = mountReducer(reducer, this.initial, this.#broughtBy, this.#ownParts);
    return (state, action) => {
      this.#refuseBypass(action);
      return mounted(state, action);
    };
  }

  /**
   * A thunk dispatches into the middleware. Where that stands below the engine, a write would reach the reducers alone.
   * @param {any} action
   */
  #refuseBypass(action) {
    const [, name, op] = /^(.*)\/(create|update|delete)$/.exec(String(action.type)) ?? [];
    if (op === undefined || !this.collections.includes(name) || this.#broughtBy.has(action)) return;
    const message =
      'This write reached the reducers past the engine. Mount its enhancer after all others: ' +
      'enhancers: (getDefault) => getDefault().concat(mounted.enhancer), or compose(applyMiddleware(…), mounted.enhancer).';
    throw new TablatticeError({ code: 'config_invalid', message, where: 'enhancer' });
  }

  /**
   * @param {{ dispatch: (action: any) => any, getState: () => any, subscribe: (listener: () => void) => any }} inner the store
   *   below, which is told
   * @param {boolean} trace whether each sync event is told
   */
  attach(inner, trace) {
    this.inner = inner;
    inner.subscribe(this.#noteShown); // before any other listener, which may write at once
    this.engine.subscribe(() => !this.#dispatching && this.#isNews() && this.#tell({ type: changedType }));
    if (trace) this.engine.events((record) => this.#tell(syncAction(record)));
  }

  /**
   * @param {any} action
   * @returns {any} the action; throws the TablatticeError of one that the engine refuses
   */
  dispatch = (action) => {
    if (this.#isWrite(action)) this.#refuseInPast();
    if (!this.#isOfEngine(action)) return this.#pass(action);
    this.#dispatching = true;
    try {
      this.engine.dispatch(action);
    } catch (error) {
      if (/** @type {TablatticeError} */ (error).code !== 'action_unknown') throw error;
      this.#foreign.add(action.type);
      return this.#pass(action);
    } finally {
      this.#dispatching = false;
    }
    this.#tell({ ...action });
    return action;
  };

  /** @param {any} action one that the engine does not take: for reducers, or a thunk's progress */
  #pass(action) {
    const { collection, op, requestId, requestStatus } = action?.meta ?? {};
    if (op !== 'fetch' || !this.collections.includes(collection)) return this.inner?.dispatch(action);
    const name = `${collection}/${requestId}`;
    if (requestStatus === 'pending') this.#fetches.add(name);
    else this.#fetches.delete(name);
    this.#tell({ ...action });
    return action;
  }

  /**
   * The store's reducers hear of it, and the store's state becomes the engine's present one.
   * @param {Action} action one that is told only now: the members that it brings are kept by it
   */
  #tell(action) {
    const members = this.#membersNow();
    this.members = members;
    this.#broughtBy.set(action, members);
    this.inner?.dispatch(action);
    this.#noteShown();
  }

  #noteShown = () => {
    if (this.#shows(this.members)) this.shown = this.members;
  };

  /** @param {Members} members */
  #shows(members) {
    const state = this.inner?.getState();
    return Object.entries(members).every(([name, member]) => state[name] === member);
  }

  #isNews() {
    return this.#membersNow() !== this.members;
  }

  #membersNow() {
    this.engineState = orEnded(this.engine.getState, () => this.engineState);
    const asked = [...this.#fetches].map((name) => name.split('/', 1)[0]);
    return this.membersOf(this.engineState, (collection) => asked.includes(collection));
  }

  /** @param {any} action */
  #isOfEngine(action) {
    const { type, meta } = action ?? {};
    if (typeof type !== 'string' || meta?.requestStatus || this.#foreign.has(type)) return false;
    return this.collections.some((name) => type.startsWith(`${name}/`));
  }

  /** @param {any} action */
  #isWrite(action) {
    const { op, requestStatus } = action?.meta ?? {};
    return this.#isOfEngine(action) || (requestStatus === 'pending' && ['create', 'update', 'delete'].includes(op));
  }

  /** DevTools may show a past state. The engine stays in the present, and nobody writes to it by looking at the past. */
  #refuseInPast() {
    if (this.#shows(this.shown)) return;
    const message = 'The store shows a past state (time travel); it is read-only. Go back to the present to write.';
    throw new TablatticeError({ code: 'state_past', message, where: 'action' });
  }
}
