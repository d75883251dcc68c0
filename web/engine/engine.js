import { createCollection } from './collection.js';
import { Core } from './core.js';
import { DebugLog } from './debug.js';
import { TablatticeError, createReport } from './errors.js';
import { readOptions } from './options.js';
import { usableLocks } from './page.js';
import { LiveView } from './view.js';

/**
 * Makes one tab's engine. Which build it loads where the options name none is the entry point's to say.
 * @template {Record<string, import('./types.js').CollectionDeclaration<any>>} Collections
 * @param {import('./types.js').EngineOptions<Collections>} options
 * @param {(settings: import('./options.js').Settings) => Promise<import('./contract.js').WasmModule>} load
 * @returns {Promise<import('./types.js').Engine<Collections>>}
 */
export async function makeEngine(options, load) {
  const given = readOptions(options);
  const log = given.debug ? new DebugLog(given) : null;
  const settings = log?.settings ?? given;
  const report = createReport(settings.onError);
  const [module, locks] = await Promise.all([load(settings), usableLocks(settings.locks, report)]);
  const core = new Core(module, settings, locks, report);
  const engine = { ...storeMembers(core), ...tabMembers(core) };
  log?.follow(engine);
  if (settings.autoStart) core.start();
  return engine;
}

/**
 * State and views. All members work unbound, as those of a Redux store do.
 * @param {Core} core
 */
function storeMembers(core) {
  const collections = new Map([...core.rows].map(([name, rows]) => [name, createCollection(core, rows)]));
  return {
    collection(/** @type {string} */ name) {
      const found = collections.get(name);
      if (found !== undefined) return found;
      throw new TablatticeError({ code: 'collection_unknown', message: 'There is no such collection.', where: name });
    },
    view: (/** @type {any} */ query, /** @type {any} */ options) =>
      /** @type {any} */ (new LiveView(core, query, options)),
    dispatch: (/** @type {any} */ action) => core.dispatch(action) && action,
    getState: () => /** @type {any} */ (core.state.get()),
    subscribe: (/** @type {() => void} */ listener) => core.stateListeners.add(listener),
  };
}

/**
 * The outbox, what the tab hears, and its life.
 * @param {Core} core
 */
function tabMembers(core) {
  const { eventListeners, host, promises } = core;
  const trace = () => host.tell({ type: 'trace', on: eventListeners.entries.size > 0 });
  return {
    pending: () => host.readJson((engine) => engine.pending()),
    failures: () => host.readJson((engine) => engine.failures()),
    retry: (/** @type {string} */ name) => void host.signal({ type: 'retry', name }),
    discard: (/** @type {string} */ name) => void host.signal({ type: 'discard', name }),
    settled: async () => void (core.status().pending === 0 || (await promises.wait(Symbol('settled')))),
    status: () => core.status(),
    onStatus: (/** @type {(status: any) => void} */ listener) => core.statusListeners.add(listener),
    events(/** @type {(record: any) => void} */ listener) {
      const stop = eventListeners.add(listener);
      trace(); // the engine tells its sync events only while somebody listens
      return () => [stop, trace].forEach((each) => each());
    },
    receive: (/** @type {string} */ text) => host.receive('push', text),
    start: () => core.start(),
    stop: () => core.stop(),
    destroy: async ({ forget = false } = {}) => void (await core.destroy(forget)),
  };
}
