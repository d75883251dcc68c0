/**
 * Action creators for work that ends later, in the shape of Redux Toolkit's `createAsyncThunk`.
 */

import { TablatticeError } from '../errors.js';

/** @typedef {import('../index.js').Engine} Engine */

/**
 * Why a thunk was rejected, as plain data: what a `TablatticeError` says.
 *
 * @typedef {object} Problem
 * @property {string} code
 * @property {string} message
 * @property {string} [where]
 * @property {any} [details]
 */

/**
 * What a thunk works on; its actions carry it in `meta`.
 *
 * @typedef {{ collection: string, op: 'fetch' | 'create' | 'update' | 'delete' }} Work
 */

/**
 * @template Argument
 * @typedef {Work & { arg: Argument, requestId: string, requestStatus: 'pending' | 'fulfilled' | 'rejected',
 *   rejectedWithValue?: true, aborted?: boolean, condition?: false }} Meta the last three: of a rejected one, as RTK tells them
 */

/**
 * @template Payload, Argument
 * @typedef {{ type: string, payload: Payload, meta: Meta<Argument>, error?: { name: string, message: string, code: string } }} Progress
 */

/**
 * What dispatching a thunk gives: a promise of its last action, which never rejects.
 *
 * @template Value, Argument
 * @typedef {Promise<Progress<any, Argument>> & {
 *   arg: Argument,
 *   requestId: string,
 *   id?: string | number,
 *   mutation?: string,
 *   unwrap: () => Promise<Value>,
 *   abort: (reason?: string) => void,
 * }} ThunkPromise `unwrap()` resolves with the value or rejects with the `TablatticeError`; `id` and `mutation` are known
 *   at once where the thunk writes a row. `abort()` ends the waiting, not the work: the thunk is rejected with an error of
 *   the name `AbortError`, while the change, which all tabs show, goes on
 */

/**
 * The creator of one of a thunk's actions, as RTK's are: `addCase` and `match` take it, tests call it.
 *
 * @template {any[]} Arguments
 * @template Payload, Argument
 * @typedef {((...args: Arguments) => Progress<Payload, Argument>) & { type: string, match: (action: any) => action is Progress<Payload, Argument> }} ProgressCreator
 */

/**
 * @template Value, Argument
 * @typedef {((...args: undefined extends Argument ? [arg?: Argument] : [arg: Argument]) => (dispatch: (action: any) => any, getState: () => any, extra: any) => ThunkPromise<Value, Argument>) & {
 *   typePrefix: string,
 *   pending: ProgressCreator<[requestId: string, arg: Argument], undefined, Argument>,
 *   fulfilled: ProgressCreator<[payload: Value, requestId: string, arg: Argument], Value, Argument>,
 *   rejected: ProgressCreator<[error: unknown, requestId: string, arg: Argument], Problem, Argument>,
 *   settled: (action: any) => action is Progress<Value | Problem, Argument>,
 * }} ThunkCreator
 */

let requests = 0;

/**
 * Makes the action creator of one kind of work. `run` is called while the thunk is dispatched, so its optimistic effect
 * is there before `dispatch` returns. The progress is told as `<typePrefix>/pending`, then `/fulfilled` or `/rejected`.
 * The engine is the thunk's extra argument, or its member `engine`.
 *
 * @template Value, Argument
 * @param {string} typePrefix
 * @param {Work} work what is done to which collection
 * @param {(engine: Engine, arg: Argument) => Promise<Value>} run
 * @returns {ThunkCreator<Value, Argument>}
 */
export function createThunk(typePrefix, work, run) {
  const creators = progressCreators(typePrefix, work);
  const { pending, fulfilled, rejected } = creators;
  /** @param {any} [arg] optional where its type allows undefined */
  const creator = (arg) => {
    /** @type {(dispatch: (action: any) => any, getState: () => any, extra: any) => ThunkPromise<Value, Argument>} */
    const thunk = (dispatch, getState, extra) => {
      const requestId = `${typePrefix}#${(requests += 1)}`;
      const running = attempt(() => {
        dispatch(pending(requestId, arg));
        return run(engineOf(extra), arg);
      });
      const { awaited, abort } = abortable(running);
      const last = awaited.then(
        (payload) => dispatch(fulfilled(payload, requestId, arg)),
        (error) => dispatch(rejected(error, requestId, arg)),
      );
      return Object.assign(last, {
        ...written(running),
        arg,
        requestId,
        abort,
        unwrap: () => last.then(() => awaited),
      });
    };
    return thunk;
  };
  const settled = (/** @type {any} */ action) => fulfilled.match(action) || rejected.match(action);
  return Object.assign(creator, { typePrefix, ...creators, settled: /** @type {any} */ (settled) });
}

/**
 * @template Value, Argument
 * @param {string} typePrefix
 * @param {Work} work
 * @returns {Pick<ThunkCreator<Value, Argument>, 'pending' | 'fulfilled' | 'rejected'>}
 */
function progressCreators(typePrefix, work) {
  const creatorOf = (
    /** @type {Meta<any>['requestStatus']} */ requestStatus,
    /** @type {(...args: any[]) => any} */ make,
  ) => {
    const type = `${typePrefix}/${requestStatus}`;
    const creator = (/** @type {any[]} */ ...args) => {
      const { meta, ...rest } = make(...args);
      return { type, payload: undefined, ...rest, meta: { ...work, ...meta, requestStatus } };
    };
    return /** @type {any} */ (
      Object.assign(creator, { type, match: (/** @type {any} */ action) => action?.type === type })
    );
  };
  return {
    pending: creatorOf('pending', (requestId, arg) => ({ meta: { requestId, arg } })),
    fulfilled: creatorOf('fulfilled', (payload, requestId, arg) => ({ payload, meta: { requestId, arg } })),
    rejected: creatorOf('rejected', (error, requestId, arg) => ({
      ...refusal(error),
      meta: { requestId, arg, rejectedWithValue: true, aborted: error?.code === 'aborted', condition: false },
    })),
  };
}

/**
 * @param {any} extra
 * @returns {Engine}
 */
function engineOf(extra) {
  const engine = extra?.engine ?? extra;
  if (typeof engine?.collection === 'function') return engine;
  const message =
    'The thunk got no engine. Give it to the store as the extra argument of its thunks: ' +
    'getDefaultMiddleware({ thunk: { extraArgument: engine } }), or mountEngine(engine).middleware.';
  throw new TablatticeError({ code: 'engine_missing', message });
}

/**
 * @template Value
 * @param {() => Promise<Value>} run
 * @returns {Promise<Value>} `run`'s own promise (it may carry more than a plain one); what it throws, as a rejection
 */
function attempt(run) {
  try {
    return run();
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * @template Value
 * @param {Promise<Value>} running
 * @returns {{ awaited: Promise<Value>, abort: (reason?: string) => void }} `awaited` ends as `running` does, or is aborted before
 */
function abortable(running) {
  /** @type {(reason?: string) => void} */
  let abort = () => {};
  const aborted = new Promise((_, reject) => {
    abort = (message = 'Aborted') =>
      reject(Object.assign(new TablatticeError({ code: 'aborted', message }), { name: 'AbortError' }));
  });
  return { awaited: Promise.race([running, aborted]), abort };
}

/**
 * The names that the engine's promise of a write carries.
 *
 * @param {Promise<any> & { id?: string | number, mutation?: string }} work
 */
function written({ id, mutation }) {
  return mutation === undefined ? {} : { id, mutation };
}

/** @param {any} error what the engine rejected with */
function refusal(error) {
  const { name = 'Error', message = String(error), code = 'unexpected', where, details } = error ?? {};
  return { payload: { code, message, where, details }, error: { name, message, code } };
}
