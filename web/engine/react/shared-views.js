/**
 * The views that an engine's components share: one per query value, however many components read it.
 *
 * React may render a component and throw the result away, so a view that was opened while rendering has no moment at
 * which it is surely unused. Unused views are therefore kept, most recently used last, and beyond `idleViewsMax` the
 * oldest is closed, unless it was used within `idleMs`: a tree that is being rendered has opened its views and not
 * subscribed to them yet. That needs no timer, and a query that is left and taken up again (next week, back to this
 * week) finds its rows at once.
 */

import { emptyEngine } from './empty-engine.js';
import { orEnded } from '../ended.js';

/** @typedef {import('../index.js').Engine<any>} Engine */
/** @typedef {import('../index.js').View<any>} View */
/** @typedef {{ view: View, users: number, usedAt: number, loaded?: Promise<void> }} Entry */

/** How many views without a reader stay open. */
export const idleViewsMax = 16;
/** Milliseconds for which a view without a reader stays open in any case. */
export const idleMs = 10_000;

/** @type {WeakMap<Engine, SharedViews>} */
const perEngine = new WeakMap();

/**
 * @param {Engine} engine
 * @returns {SharedViews}
 */
export function sharedViews(engine) {
  let views = perEngine.get(engine);
  if (!views) perEngine.set(engine, (views = new SharedViews(engine)));
  return views;
}

export class SharedViews {
  #engine;
  #now;
  /** @type {Map<string, Entry>} by query text, the most recently released last */
  #entries = new Map();

  /**
   * @param {Engine} engine
   * @param {() => number} [now] Unix milliseconds
   */
  constructor(engine, now = Date.now) {
    this.#engine = engine;
    this.#now = now;
  }

  /**
   * The query's present result: the same object until something in it changed. Opens the view where there is none yet;
   * throws the engine's `TablatticeError` for a query that it refuses.
   *
   * @param {string} queryText
   */
  result(queryText) {
    return this.#entry(queryText).view.get();
  }

  /**
   * @param {string} queryText
   * @returns {Promise<void>} resolves once the query's rows, or why there are none, are known; the same one until then
   */
  loaded(queryText) {
    const entry = this.#entry(queryText);
    entry.loaded ??= new Promise((resolve) => {
      const stop = this.subscribe(queryText, () => {
        if (entry.view.get().status === 'loading') return;
        stop();
        entry.loaded = undefined;
        resolve();
      });
    });
    return entry.loaded;
  }

  /**
   * Calls `listener` after each change of the query's result until the returned function is called.
   *
   * @param {string} queryText
   * @param {() => void} listener
   * @returns {() => void}
   */
  subscribe(queryText, listener) {
    const entry = this.#entry(queryText);
    const stop = entry.view.subscribe(() => listener());
    entry.users += 1;
    return () => {
      stop();
      entry.users -= 1;
      if (entry.users === 0) this.#release(queryText, entry);
    };
  }

  /** @param {string} queryText */
  #entry(queryText) {
    let entry = this.#entries.get(queryText);
    if (!entry) {
      const query = JSON.parse(queryText);
      const view = orEnded(
        () => this.#engine.view(query),
        () => emptyEngine.view(query),
      );
      entry = { view, users: 0, usedAt: this.#now() };
      this.#entries.set(queryText, entry);
      this.#closeOldest();
    }
    return entry;
  }

  /**
   * @param {string} queryText
   * @param {Entry} entry
   */
  #release(queryText, entry) {
    this.#entries.delete(queryText);
    this.#entries.set(queryText, Object.assign(entry, { usedAt: this.#now() }));
    this.#closeOldest();
  }

  #closeOldest() {
    const idle = [...this.#entries].filter(([, entry]) => entry.users === 0);
    const surplus = idle.slice(0, Math.max(0, idle.length - idleViewsMax));
    for (const [queryText, entry] of surplus.filter(([, { usedAt }]) => this.#now() - usedAt >= idleMs)) {
      this.#entries.delete(queryText);
      entry.view.close();
    }
  }
}
