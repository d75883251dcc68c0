import { Snapshot } from './snapshot.js';

/** @typedef {import('./types.js').CollectionState} CollectionState */
/** @typedef {Record<string, CollectionState>} Contents */

/**
 * What `getState()` returns: per collection the shape of Redux Toolkit's entity adapter. A state once handed out never
 * changes; the next one shares with it every row, list of ids and collection that did not change.
 */
export class State {
  /** @type {WeakRef<Contents> | null} the state that was handed out last: while nobody holds it, nothing is kept for it */
  last = null;
  /** The inputs that there had been then: without another one nothing in it can have changed. */
  inputs = -1;
  keeping = false;

  /** @param {import('./core.js').Core} core */
  constructor(core) {
    this.core = core;
  }

  /** @param {boolean} on whether rows are kept as they were: while somebody holds a state */
  keep(on) {
    if (on !== this.keeping) this.core.host.read((engine) => engine.keepBefore(on));
    this.keeping = on;
  }

  /** Nothing is kept for states that nobody holds any more. */
  release() {
    if (!this.keeping) return;
    for (const { snapshot } of this.core.rows.values()) if (snapshot?.deref() !== undefined) return;
    this.keep(false);
  }

  get() {
    const { host, rows } = this.core;
    const known = this.last?.deref();
    if (known !== undefined && this.inputs === host.inputs && host.ended === null) return known;
    host.catchUp();
    const last = known ?? {};
    const { collections } = this.core.status();
    this.inputs = host.inputs;
    const parts = [...rows].map(([name, each]) => [name, partOf(each, collections[name], last[name])]);
    if (known !== undefined && parts.every(([name, part]) => last[/** @type {string} */ (name)] === part)) return last;
    const state = Object.freeze(Object.fromEntries(parts));
    this.last = new WeakRef(state);
    this.keep(true);
    return state;
  }
}

/**
 * @param {import('./rows.js').Rows} rows
 * @param {import('./types.js').CollectionStatus} status
 * @param {CollectionState} [last]
 * @returns {CollectionState} the last one where nothing in it changed
 */
function partOf(rows, { status, fetching, error }, last) {
  const before = rows.snapshot?.deref();
  const snapshot = before !== undefined && before.changed.size === 0 ? before : new Snapshot(rows);
  const same =
    JSON.stringify([last?.status, last?.fetching, last?.error]) === JSON.stringify([status, fetching, error]);
  if (last !== undefined && snapshot === before && same) return last;
  if (before !== undefined && before !== snapshot) before.next = snapshot;
  rows.snapshot = new WeakRef(snapshot);
  return Object.freeze({
    get ids() {
      return /** @type {any[]} */ (snapshot.ids());
    },
    get entities() {
      // The object itself holds the snapshot, however long the state is held.
      return snapshot.entities;
    },
    status,
    fetching,
    error,
  });
}
