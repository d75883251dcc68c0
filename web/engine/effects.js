import { TablatticeError, asError, messageOf } from './errors.js';

/** @typedef {import('./contract.js').Effect} Effect */
/** @typedef {import('./core.js').Core} Core */

/**
 * What the host does for each kind of effect (web/docs/host-contract.md).
 * @param {Core} core
 * @returns {(effect: import('./contract.js').Effect) => void}
 */
export function createExecutor(core) {
  const { cache, host, locks, promises, report, requests, store } = core;
  const orSignal = (/** @type {any} */ signal, /** @type {() => void} */ work) => {
    try {
      work();
    } catch (error) {
      host.signal({ ...signal, message: messageOf(error) });
    }
  };
  const uncached = (/** @type {unknown} */ error) => host.tell({ type: 'uncached', message: messageOf(error) });
  const recall = async () => {
    const entries = await cache.read().catch(uncached);
    host.tell({ type: 'cached', entries: entries ?? [] });
  };
  /** @type {{ [Kind in Effect['kind']]: (effect: Extract<Effect, { kind: Kind }>) => unknown }} */
  const executors = {
    send: ({ text }) => core.transports.forEach((each) => orSignal({ type: 'transport' }, () => each.send(text))),
    persist: ({ key, text, held }) => orSignal({ type: 'unstored', key }, () => store.write(key, text, held)),
    request: ({ id, operation, entry }) => requests.run(id, operation, entry),
    abort: ({ id }) => requests.abort(id),
    wake: ({ at }) => core.timer.set(at),
    lock: ({ name, steal }) => locks.ask(name, steal),
    unlock: ({ name }) => locks.release(name),
    scan: () => host.signal({ type: 'stored', entries: store.outbox() }),
    recall,
    cache: ({ entries }) => cache.write(entries).catch(uncached),
    unauthorized: () => askToSignIn(core),
    settle: ({ name, row, problem }) => promises.settle(name, problem, row),
    refreshed: ({ token, problem }) => promises.settle(token, problem),
    report: ({ problem }) => report(new TablatticeError(problem)),
    event: ({ kind, ...record }) => core.eventListeners.emit(record),
    forgotten: () => {
      core.stop();
      requests.abortAll();
      cache.wipe().catch((error) => report(asError(error, 'cache_failed', 'The cache could not be wiped')));
      store.wipe();
    },
  };
  return (effect) => void (/** @type {(effect: Effect) => unknown} */ (executors[effect.kind])(effect));
}

/** @param {Core} core */
async function askToSignIn({ host, report, settings }) {
  const asked = (async () => settings.onUnauthorized?.())();
  const ok = await asked.catch((error) => report(asError(error, 'callback_failed', 'onUnauthorized failed')));
  host.tell({ type: 'authorized', ok: ok === true });
}
