/**
 * The engine where there is none yet: on a server, and until `createEngine` has resolved. It knows no row, tells nobody
 * anything, and refuses to be written to. What it shows is also what a page shows while it hydrates what a server rendered.
 */
import { TablatticeError } from '../errors.js';
import { asWrite, quiet } from '../promises.js';

/** @typedef {import('../index.js').Engine} Engine */

/** @type {import('../index.js').ViewResult<any, any>} */
export const emptyResult = Object.freeze({
  rows: Object.freeze([]),
  total: 0,
  aggregates: Object.freeze({}),
  status: 'loading',
  fetching: false,
  stale: true,
  error: null,
  fetchedAt: null,
});

/** @type {import('../types.js').Counters} */
const zeros = {
  ...{ joined: 0, stale: 0, duplicate: 0, refused: 0, malformed: 0, sent: 0, gaps: 0, healed: 0, adopted: 0 },
  ...{ steals: 0, beats: 0, reads: 0, writes: 0 },
};

/** @type {import('../index.js').EngineStatus} */
export const emptyStatus = Object.freeze(
  /** @type {const} */ ({
    client: '',
    leader: null,
    role: 'follower',
    online: true,
    outdated: false,
    auth: 'ok',
    pending: 0,
    failures: 0,
    rungs: {},
    poll: { mode: 'off', nextAt: null, failures: 0 },
    collections: {},
    counters: zeros,
  }),
);

/** @type {readonly never[]} */
export const emptyList = Object.freeze([]);

const nothing = () => {};
const never = () => nothing;

/** @returns {never} */
function refuse() {
  const message = 'There is no engine yet: this is a server render, or createEngine has not resolved.';
  throw new TablatticeError({ code: 'engine_missing', message });
}
const refuseLater = () => quiet(Promise.resolve().then(refuse));
const refuseWrite = () => asWrite(refuseLater(), {});

/** @type {import('../index.js').View<any, any>} */
const emptyView = { get: () => emptyResult, subscribe: never, setWindow: nothing, close: nothing };
const emptyState = Object.freeze({});

/** @param {string} name */
const emptyCollection = (name) => ({
  name,
  key: 'id',
  create: refuseWrite,
  update: refuseWrite,
  delete: refuseWrite,
  get: () => undefined,
  has: () => false,
  keys: () => emptyList,
  size: 0,
  subscribe: never,
  refresh: refuseLater,
  invalidate: refuse,
  load: refuse,
});

/** @type {Engine} */
export const emptyEngine = Object.freeze({
  collection: emptyCollection,
  view: () => emptyView,
  dispatch: refuse,
  getState: () => emptyState,
  subscribe: never,
  status: () => emptyStatus,
  onStatus: never,
  pending: () => [],
  failures: () => [],
  retry: refuse,
  discard: refuse,
  settled: async () => {},
  events: never,
  receive: refuse,
  start: nothing,
  stop: nothing,
  destroy: async () => {},
});
