import { changeKeys } from './keys.js';

/** @typedef {import('./types.js').Key} Key */

/**
 * The rows of one collection as they were at one time. The newest snapshot reads the engine when it is touched; each older
 * one keeps the few rows that changed after it and points forward, so making one costs nothing, and a change costs what
 * changed. Nothing points backward: what nobody holds any more is collected.
 */
export class Snapshot {
  /** @type {Map<Key, any>} the rows that changed after it, as they were; undefined where they were not there */
  changed = new Map();
  /** @type {Snapshot | null} the next one, which tells what `changed` does not */
  next = null;
  /** @type {readonly Key[] | null} */
  keys = null;
  entities = entitiesOf(this);

  /** @param {import('./rows.js').Rows} rows */
  constructor(rows) {
    this.rows = rows;
  }

  /**
   * @param {Key} key of a row that is about to be another one
   * @param {any} row as it still is
   */
  keep(key, row) {
    if (!this.changed.has(key)) this.changed.set(key, row);
  }

  /** @param {Key} key */
  row(key) {
    this.rows.host.catchUp();
    // Nearly always: the newest state is read, and before the next change.
    if (this.next === null && this.changed.size === 0) return this.rows.own(key);
    this.shorten();
    const holder = this.changed.has(key) ? this : this.next?.changed.has(key) ? this.next : null;
    return holder === null ? this.rows.own(key) : holder.changed.get(key);
  }

  /** @returns {readonly Key[]} in order; shared by snapshots between which none came or went */
  ids() {
    this.keys ??= this.oldKeys();
    return this.keys;
  }

  oldKeys() {
    this.rows.host.catchUp();
    this.shorten();
    const changed = new Map([...(this.next?.changed ?? []), ...this.changed]);
    const now = this.rows.keys();
    const came = [...changed].filter(([key, row]) => row === undefined && this.rows.own(key) !== undefined);
    const gone = [...changed].filter(([key, row]) => row !== undefined && this.rows.own(key) === undefined);
    const keys = (/** @type {[Key, any][]} */ entries) => entries.map(([key]) => key);
    return changeKeys(now, keys(came), keys(gone));
  }

  /** Takes over what the next ones keep, but for the last, which may still come to keep more. */
  shorten() {
    while (this.next !== null && this.next.next !== null) {
      for (const [key, row] of this.next.changed) this.keep(key, row);
      this.next = this.next.next;
    }
  }
}

/**
 * The rows by key, as Redux Toolkit's entity adapter shows them. Members are read when they are asked for.
 * @param {Snapshot} snapshot
 * @returns {Readonly<Record<Key, any>>}
 */
function entitiesOf(snapshot) {
  const member = (/** @type {string | symbol} */ name) => {
    if (typeof name === 'symbol') return undefined;
    const row = snapshot.row(name);
    return row === undefined && String(Number(name)) === name ? snapshot.row(Number(name)) : row;
  };
  const refuse = () => false;
  // Without a prototype, so that a row whose id is `__proto__` is a row like any other.
  return new Proxy(Object.create(null), {
    get: (_, name) => member(name),
    has: (_, name) => member(name) !== undefined,
    ownKeys: () => [...new Set(snapshot.ids().map(String))],
    getOwnPropertyDescriptor(_, name) {
      const value = member(name);
      return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: false };
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
    preventExtensions: refuse,
  });
}
