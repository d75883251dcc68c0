import { TablatticeError, checkTypes } from './errors.js';
import { Listeners } from './listeners.js';
import { jsonText } from './text.js';
import { mergeAggregates, spliceRows } from './view-patch.js';

/** @typedef {import('./contract.js').ViewPatch} ViewPatch */
/** @typedef {import('./query-types.js').ViewResult<any>} Result */

/** A live query. What crosses from the engine is a patch; here it becomes objects that keep their identity. */
export class LiveView {
  /** @type {Result} what get() gave last */
  result = Object.freeze(/** @type {any} */ ({ rows: Object.freeze([]), aggregates: Object.freeze({}) }));
  /** @type {Partial<Result> | null} what is to be other in the next result, but for its rows */
  changes = null;
  /** @type {any[]} the window's rows as they stand; a result has a copy of them, made when it is asked for */
  window = [];
  windowChanged = false;
  /** @type {Result} what the listeners were told last */
  told = this.result;
  /** @type {ReturnType<typeof setTimeout> | undefined} runs while it is too early to tell them again */
  pause = undefined;

  /**
   * Throws the engine's problem where it refuses the query.
   * @param {import('./core.js').Core} core
   * @param {any} query
   * @param {{ paceMs?: number }} [options]
   */
  constructor({ host, rows, views }, query, { paceMs = 0 } = {}) {
    checkTypes({ paceMs }, { number: ['paceMs'] }, '');
    const text = jsonText(query, 'query', { strict: true });
    this.handle = host.read((engine) => engine.openView(text));
    if (this.handle === 0) throw new TablatticeError(host.readJson((engine) => engine.result()).problem);
    this.host = host;
    this.rows = /** @type {import('./rows.js').Rows} */ (rows.get(query.from));
    this.place = { offset: query.offset ?? 0, limit: query.limit ?? null };
    this.listeners = /** @type {Listeners<Result>} */ (new Listeners(host.outside));
    this.views = views;
    this.paceMs = paceMs;
    views.add(this);
    host.behind = true;
    this.get();
  }

  /** @returns {Result} the same object until something in it changed; of a view or an engine that has ended, the last one */
  get() {
    if (this.handle === 0 || this.host.ended !== null) return this.result;
    this.host.catchUp();
    if (this.changes !== null) {
      const rows = this.windowChanged ? Object.freeze(this.window.slice()) : this.result.rows;
      this.result = Object.freeze({ ...this.result, ...this.changes, rows });
      this.changes = null;
      this.windowChanged = false;
    }
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
    const { offset, limit } = { ...this.place, ...window };
    this.host.result(this.host.input((engine) => engine.setWindow(this.handle, Number(offset), Number(limit ?? -1))));
    this.place = { offset, limit };
    this.endPause();
    this.host.notify();
  }

  close() {
    this.endPause();
    this.get();
    this.views.delete(this);
    this.host.outside(() => this.host.read((engine) => engine.closeView(this.handle)));
    this.handle = 0;
  }

  /** Tells the listeners, where the result is not the one that they were told last. With a pace, only once the pause is over. */
  notify() {
    if (this.pause !== undefined || this.listeners.entries.size === 0 || this.told === this.get()) return;
    this.told = this.result;
    if (this.paceMs > 0) this.pause = setTimeout(() => this.host.outside(() => this.resume()), this.paceMs);
    this.listeners.emit(this.result);
  }

  resume() {
    this.pause = undefined;
    this.notify();
  }

  endPause() {
    clearTimeout(this.pause);
    this.pause = undefined;
  }

  /** @param {ViewPatch} patch what changed since the last one */
  merge({ splices = [], aggregates, groups, error, ...rest }) {
    const changes = { ...this.changes, ...rest };
    if (error !== undefined) changes.error = error && new TablatticeError(error);
    if (aggregates !== undefined || groups !== undefined) {
      changes.aggregates = mergeAggregates(changes.aggregates ?? this.result.aggregates, aggregates, groups);
    }
    if (splices.length > 0) {
      this.window = spliceRows(this.window, splices, (row) => this.rows.adopt(row));
      this.windowChanged = true;
    }
    const known = /** @type {Record<string, unknown>} */ (this.result);
    const news = Object.entries(changes).some(([name, value]) => known[name] !== value);
    this.changes = this.windowChanged || news ? changes : null;
  }
}
