import { Cache } from './cache.js';
import { createExecutor } from './effects.js';
import { Host } from './host.js';
import { attachInputs, awaitReturn } from './inputs.js';
import { Listeners } from './listeners.js';
import { Locks } from './locks.js';
import { engineConfig, randomHex } from './options.js';
import { inPage, pageCache, pageStorage, pageTransports } from './page.js';
import { Promises } from './promises.js';
import { Requests } from './requests.js';
import { Rows } from './rows.js';
import { State } from './state.js';
import { createMemoryStorage, createStore } from './storage.js';
import { jsonText } from './text.js';
import { Timer } from './timer.js';
import { Views } from './views.js';

/** The parts of one engine, wired: who hears whom, and the order of starting and ending. What they do is theirs. */
export class Core {
  promises = new Promises();
  /** @type {(() => void)[]} what detaches the inputs; empty while stopped */
  attached = [];
  /** @type {{ inputs: number, text: string, value: any }} as it was after so many inputs */
  lastStatus = { inputs: -1, text: '', value: null };

  /**
   * @param {import('./contract.js').WasmModule} module
   * @param {import('./options.js').Settings} settings
   * @param {import('./types.js').LocksLike | null} locks
   * @param {import('./errors.js').Report} report
   */
  constructor(module, settings, locks, report) {
    const { cache = pageCache(), collections, now, scope, storage, transports } = settings;
    const config = engineConfig(settings, randomHex(settings, 16), locks !== null);
    const host = new Host(module, config, now, this);
    const rows = Object.entries(collections).map(([name, { key = 'id' }]) => new Rows(host, name, key));
    const tell = (/** @type {import('./contract.js').Signal} */ signal) => host.tell(signal);
    this.settings = settings;
    this.report = report;
    this.host = host;
    this.rows = new Map(rows.map((each) => [each.name, each]));
    this.state = new State(this);
    this.timer = new Timer(() => host.outside(() => host.input((engine, at) => engine.wake(at))), settings.now);
    this.views = new Views();
    const ownStorage = storage === undefined && inPage ? pageStorage(report) : (storage ?? createMemoryStorage());
    this.store = createStore(ownStorage, scope);
    const failed = (/** @type {string} */ message) => tell({ type: 'transport', message });
    this.transports = transports ?? (inPage ? pageTransports(scope, this.store, failed) : []);
    this.locks = new Locks(locks, scope, tell, report);
    this.cache = new Cache(cache, scope);
    this.requests = new Requests(settings, this.store, (id, meta, body) =>
      host.outside(() => host.inputBytes(body, (engine, ...place) => engine.respond(id, meta, ...place))),
    );
    this.stateListeners = /** @type {Listeners<void>} */ (new Listeners(host.outside));
    this.statusListeners = /** @type {Listeners<any>} */ (new Listeners(host.outside));
    this.eventListeners = /** @type {Listeners<any>} */ (new Listeners(host.outside));
    this.execute = createExecutor(this);
    host.schedule(); // an engine that was just made asks for its own lock
  }

  /**
   * One action into the engine; listeners are told before it returns.
   * @param {unknown} action
   * @returns {{ mutations: { name: string, key: import('./types.js').Key }[] }} throws the problem where it was refused
   */
  dispatch(action) {
    const { host } = this;
    const text = jsonText(action, 'action');
    const result = host.result(host.inputText(text, 'action', (engine, ...place) => engine.dispatch(...place)));
    host.notify();
    return /** @type {any} */ (result);
  }

  /** @returns {import('./types.js').EngineStatus} the same object while nothing in it changed */
  status() {
    const { inputs } = this.host;
    if (inputs === this.lastStatus.inputs && this.host.ended === null) return this.lastStatus.value;
    const text = this.host.readText((engine) => engine.status());
    const value = text === this.lastStatus.text ? this.lastStatus.value : Object.freeze(JSON.parse(text));
    this.lastStatus = { inputs, text, value };
    return value;
  }

  start() {
    const { host, transports } = this;
    if (this.attached.length > 0 || host.ended) return;
    const hear = (/** @type {import('./types.js').Transport} */ { onReceive, source = 'channel' }) =>
      onReceive((text) => host.receive(source, text));
    this.attached = [...transports.map(hear), attachInputs(host, () => this.suspend())];
    host.tell({ type: 'start' });
  }

  stop() {
    if (this.detach()) this.host.tell({ type: 'stop' });
  }

  /**
   * Until the page goes on. What waits is done at once: there is no later, and an open channel or a held lock would keep the
   * page out of the back-forward cache, or the other tabs waiting for one that is frozen.
   */
  suspend() {
    this.detach();
    this.host.tell({ type: 'suspend' });
    this.host.outside(() => this.host.pump());
    this.closeTransports();
    this.attached = [awaitReturn(() => this.detach() && this.start())];
  }

  /** @returns {boolean} whether there was anything to detach */
  detach() {
    const { attached } = this;
    this.attached = [];
    attached.forEach((each) => each());
    return attached.length > 0;
  }

  /**
   * @param {boolean} forget
   * @returns {Promise<unknown>} when nothing is being written any more
   */
  destroy(forget) {
    if (forget) this.host.tell({ type: 'forget' });
    this.stop();
    this.host.outside(() => this.host.pump());
    this.end(this.host.destroy());
    return this.cache.last;
  }

  /**
   * The host calls it when something changed, at most once per task.
   * @param {boolean} statusChanged
   */
  turn(statusChanged) {
    this.host.catchUp();
    this.rows.forEach((rows) => rows.notify());
    this.views.notify();
    this.stateListeners.emit();
    if (!statusChanged || (this.statusListeners.entries.size === 0 && this.promises.waiting.size === 0)) return;
    this.statusListeners.emit(this.status());
    if (this.status().pending === 0) this.promises.settleAll();
  }

  /** @param {import('./errors.js').TablatticeError} error why the engine has ended */
  end(error) {
    this.stop();
    this.requests.abortAll();
    this.timer.set(null);
    this.locks.releaseAll();
    this.promises.failAll(error);
    this.closeTransports();
  }

  closeTransports() {
    this.transports.forEach((transport) => transport.close());
  }
}
