import { TablatticeError, asError, messageOf } from './errors.js';

/** @typedef {import('./types.js').Effect} Effect */
/** @typedef {import('./core.js').Core} Core */

/**
 * What the host does for each kind of effect (web/docs/host-contract.md).
 * @param {Core} core
 * @returns {(effect: import('./types.js').Effect) => void}
 */
export function createExecutor(core) {
  const { host, locks, promises, report, requests, store } = core;
  const orSignal = (/** @type {any} */ signal, /** @type {() => void} */ work) => {
    try {
      work();
    } catch (error) {
      host.signal({ ...signal, message: messageOf(error) });
    }
  };
  /** @type {{ [Kind in Effect['kind']]: (effect: Extract<Effect, { kind: Kind }>) => unknown }} */
  const executors = {
    send: ({ text }) => core.transports.forEach((each) => orSignal({ type: 'transport' }, () => each.send(text))),
    persist: ({ key, text }) => orSignal({ type: 'unstored', key }, () => store.write(key, text)),
    request: ({ id, operation }) => requests.run(id, operation),
    abort: ({ id }) => requests.abort(id),
    wake: ({ at }) => core.setTimer(at),
    watch: ({ client }) => locks.hold(client, () => host.tell({ type: 'orphan', client })),
    unauthorized: () => askToSignIn(core),
    settle: ({ name, row, problem }) => promises.settle(name, problem, row),
    refreshed: ({ token, problem }) => promises.settle(token, problem),
    report: ({ problem }) => report(new TablatticeError(problem)),
    event: ({ kind, ...record }) => core.eventListeners.emit(record),
    forgotten: () => {
      core.stop();
      requests.abortAll();
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
