import { TablatticeError } from './errors.js';
import { Listeners } from './listeners.js';
import { deepFreeze } from './rows.js';
import { jsonText } from './text.js';

/** @typedef {import('./contract.js').ViewPatch} ViewPatch */
/** @typedef {import('./types.js').ViewResult<any>} Result */

/** A live query. What crosses from the engine is a patch; here it becomes objects that keep their identity. */
export class LiveView {
  /** @type {Result} */
  result = Object.freeze(/** @type {any} */ ({ rows: Object.freeze([]), aggregates: Object.freeze({}) }));
  /** @type {Result} what the listeners were told last */
  told = this.result;
  version = -1;
  /** @type {Map<import('./types.js').Key, any>} the window's rows */
  byKey = new Map();

  /**
   * Throws the engine's problem where it refuses the query.
   * @param {import('./core.js').Core} core
   * @param {any} query
   */
  constructor({ host, rows, views }, query) {
    const text = jsonText(query, 'query', { strict: true });
    this.handle = host.read((engine) => engine.openView(text));
    if (this.handle === 0) throw new TablatticeError(host.readJson((engine) => engine.result()).problem);
    this.host = host;
    this.rows = /** @type {import('./rows.js').Rows} */ (rows.get(query.from));
    this.window = { offset: query.offset ?? 0, limit: query.limit ?? null };
    this.listeners = /** @type {Listeners<Result>} */ (new Listeners(host.outside));
    this.views = views.add(this);
    this.get();
  }

  /** @returns {Result} the same object until something in it changed; of a view or an engine that has ended, the last one */
  get() {
    if (this.version === this.host.version || this.handle === 0 || this.host.ended) return this.result;
    this.version = this.host.version;
    /** @type {ViewPatch} */
    const patch = this.host.readJson((engine) => engine.readView(this.handle));
    if (Object.keys(patch).length > 0) this.result = Object.freeze(this.merge(patch));
    return this.result;
  }

  /**
   * @param {(result: Result) => void} listener
   * @param {{ immediate?: boolean }} [options] `immediate` calls it at once
   * @returns {() => void}
   */
  subscribe(listener, { immediate = false } = {}) {
    if (this.handle === 0) throw new TablatticeError({ code: 'view_closed', message: 'The view was closed.' });
    const result = this.get();
    if (this.listeners.entries.size === 0) this.told = result;
    const stop = this.listeners.add(listener);
    if (immediate) listener(result);
    return stop;
  }

  /** @param {{ offset?: number, limit?: number | null }} window what is missing stays; `limit: null` shows all rows */
  setWindow(window) {
    const { offset, limit } = { ...this.window, ...window };
    this.host.result(this.host.input((engine) => engine.setWindow(this.handle, Number(offset), Number(limit ?? -1))));
    this.window = { offset, limit };
    this.host.notify();
  }

  close() {
    this.get();
    this.views.delete(this);
    this.host.outside(() => this.host.read((engine) => engine.closeView(this.handle)));
    this.handle = 0;
  }

  /** Tells the listeners, where the result is not the one that they were told last. */
  notify() {
    if (this.listeners.entries.size === 0 || this.told === this.get()) return;
    this.told = this.result;
    this.listeners.emit(this.result);
  }

  /**
   * @param {ViewPatch} patch
   * @returns {Result}
   */
  merge({ order, rows = [], aggregates, error, ...rest }) {
    const last = this.result;
    for (const { key, row } of rows) this.byKey.set(key, this.rows.adopt(row));
    if (order !== undefined) this.byKey = new Map(order.map((key) => [key, this.byKey.get(key)]));
    return {
      ...last,
      ...rest,
      ...((order !== undefined || rows.length > 0) && { rows: Object.freeze([...this.byKey.values()]) }),
      ...(aggregates !== undefined && { aggregates: asMaps(aggregates) }),
      ...(error !== undefined && { error: error && new TablatticeError(error) }),
    };
  }
}

/** @param {NonNullable<ViewPatch['aggregates']>} aggregates those with groups come as arrays of pairs */
function asMaps(aggregates) {
  const entries = Object.entries(deepFreeze(aggregates));
  const values = entries.map(([name, value]) => [name, Array.isArray(value) ? new Map(value) : value]);
  return Object.freeze(Object.fromEntries(values));
}
