import { createExecutor } from './effects.js';
import { createReport } from './errors.js';
import { Host } from './host.js';
import { attachInputs } from './inputs.js';
import { Listeners } from './listeners.js';
import { createLocks } from './locks.js';
import { engineConfig, randomHex } from './options.js';
import { Promises } from './promises.js';
import { Requests } from './requests.js';
import { Rows } from './rows.js';
import { State } from './state.js';
import { createMemoryStorage, createStore, pageStorage } from './storage.js';
import { encodeText, jsonText } from './text.js';
import { createBroadcastChannel } from './transports/broadcast-channel.js';
import { createStorageEvents } from './transports/storage-events.js';

const delayMsMax = 2 ** 31 - 1; // a longer setTimeout fires at once
const inPage = typeof self === 'object'; // or in a worker; Node has no `self`

/** The parts of one engine, wired: who hears whom, and the order of starting and ending. What they do is theirs. */
export class Core {
  promises = new Promises();
  /** @type {Set<import('./view.js').LiveView>} */
  views = new Set();
  /** @type {(() => void)[]} what detaches the inputs; empty while stopped */
  attached = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  /** @type {{ text: string, value: any }} */
  lastStatus = { text: '', value: null };

  /**
   * @param {import('./types.js').WasmModule} module
   * @param {import('./options.js').Settings} settings
   */
  constructor(module, settings) {
    const { collections, locks, now, scope, storage } = settings;
    const client = randomHex(settings, 16);
    const report = createReport(settings.onError);
    const host = new Host(module, engineConfig(settings, client), now, this);
    const rows = Object.entries(collections).map(([name, { key = 'id' }]) => new Rows(host, name, key));
    this.settings = settings;
    this.report = report;
    this.host = host;
    this.rows = new Map(rows.map((each) => [each.name, each]));
    this.state = new State(this.rows);
    const ownStorage = storage === undefined && inPage ? pageStorage(report) : (storage ?? createMemoryStorage());
    this.store = createStore(ownStorage, scope);
    this.transports = settings.transports ?? (inPage ? this.pageTransports() : []);
    this.locks = createLocks(locks === undefined && inPage ? navigator.locks : locks, scope, report);
    this.requests = new Requests(settings, (id, meta, body) =>
      host.outside(() => host.inputBytes(body, (engine, ...place) => engine.respond(id, meta, ...place))),
    );
    this.stateListeners = /** @type {Listeners<void>} */ (new Listeners(host.outside));
    this.statusListeners = /** @type {Listeners<any>} */ (new Listeners(host.outside));
    this.eventListeners = /** @type {Listeners<any>} */ (new Listeners(host.outside));
    this.execute = createExecutor(this);
    void this.locks.hold(client);
  }

  /**
   * One action into the engine; listeners are told before it returns.
   * @param {unknown} action
   * @returns {{ mutations: { name: string, key: import('./types.js').Key }[] }} throws the problem where it was refused
   */
  dispatch(action) {
    const bytes = encodeText(jsonText(action, 'action'), 'action');
    const result = this.host.result(this.host.inputBytes(bytes, (engine, ...place) => engine.dispatch(...place)));
    this.host.notify();
    return /** @type {any} */ (result);
  }

  /** @returns {import('./types.js').EngineStatus} the same object while nothing in it changed */
  status() {
    const text = this.host.read((engine) => engine.status());
    if (text !== this.lastStatus.text) this.lastStatus = { text, value: Object.freeze(JSON.parse(text)) };
    return this.lastStatus.value;
  }

  start() {
    const { host, transports } = this;
    if (this.attached.length > 0 || host.ended) return;
    const hear = (/** @type {import('./types.js').Transport} */ { onReceive, source = 'channel' }) =>
      onReceive((text) => host.receive(source, text));
    this.attached = [...transports.map(hear), attachInputs(host, () => this.suspend())];
    host.tell({ type: 'start' });
    host.outside(() => host.signal({ type: 'stored', entries: this.store.outbox() }));
  }

  stop() {
    if (this.attached.length === 0) return;
    this.attached.forEach((detach) => detach());
    this.attached = [];
    this.host.tell({ type: 'stop' });
  }

  /** Until the page is shown again: an open channel would keep it out of the back-forward cache. */
  suspend() {
    this.stop();
    this.host.outside(() => this.host.pump());
    this.closeTransports();
    addEventListener('pageshow', () => this.start(), { once: true });
  }

  /** @param {boolean} forget */
  destroy(forget) {
    if (forget) this.host.tell({ type: 'forget' });
    this.stop();
    this.host.outside(() => this.host.pump());
    this.end(this.host.destroy());
  }

  /**
   * The host calls it when something changed, at most once per task.
   * @param {boolean} statusChanged
   */
  turn(statusChanged) {
    this.rows.forEach((rows) => rows.notify());
    [...this.views].forEach((view) => view.notify());
    this.stateListeners.emit();
    if (statusChanged) this.statusListeners.emit(this.status());
    if (this.status().pending === 0) this.promises.settleAll();
  }

  /** @param {import('./errors.js').TablatticeError} error why the engine has ended */
  end(error) {
    this.stop();
    this.requests.abortAll();
    this.setTimer(null);
    this.locks.release();
    this.promises.failAll(error);
    this.closeTransports();
  }

  /**
   * Sets the one timer, in place of what was set before.
   * @param {number | null} at Unix milliseconds; null: never. What setTimeout cannot wait for rings early, which is harmless
   */
  setTimer(at) {
    const { host, settings } = this;
    clearTimeout(this.timer);
    if (at === null) return;
    const ring = () => host.outside(() => host.input((engine, now) => engine.wake(now)));
    this.timer = setTimeout(ring, Math.min(Math.max(0, at - settings.now()), delayMsMax));
  }

  closeTransports() {
    this.transports.forEach((transport) => transport.close());
  }

  pageTransports() {
    const { host, settings, store } = this;
    const failed = (/** @type {string} */ message) => host.tell({ type: 'transport', message });
    const channel = createBroadcastChannel(`tablattice:${settings.scope}`, failed);
    return [channel, createStorageEvents(store, channel.isBroken)];
  }
}
