import { TablatticeError } from './errors.js';
import { KeyedRows } from './keyed-rows.js';
import { changeKeys, hasKey } from './keys.js';
import { Listeners, checkListener } from './listeners.js';

/** @typedef {import('./types.js').Key} Key */

/** So many rows are read at once where they are read one after the other. */
const readAheadMax = 256;

/**
 * The rows of one collection as JavaScript objects, parsed when first read. A row that did not change stays the same object
 * wherever it is read: by key, in a view, in the state.
 */
export class Rows {
  parsed = new KeyedRows();
  /** @type {readonly Key[] | null} in order, as they were before `unsorted` changed */
  visibleKeys = null;
  /** @type {Set<Key>} */
  unsorted = new Set();
  /** Where in the keys a reader is who reads row after row. */
  cursor = 0;
  /** @type {WeakRef<import('./snapshot.js').Snapshot> | null} the last one: it keeps what changes */
  snapshot = null;
  /** @type {Set<Key | null>} changed since the listeners were told; null: besides, rows came that are not named */
  untold = new Set();

  /**
   * @param {import('./host.js').Host} host
   * @param {string} name the collection's
   * @param {string} keyField
   */
  constructor(host, name, keyField) {
    this.host = host;
    this.name = name;
    this.keyField = keyField;
    this.listeners = /** @type {Listeners<Set<Key | null>>} */ (new Listeners(host.outside));
  }

  /** @param {Key} key */
  get(key) {
    this.host.catchUp();
    const known = this.parsed.get(key) ?? this.readAhead(key);
    if (known !== undefined) return known;
    const keyText = textOfKey(key);
    const text = this.host.readText((engine) => engine.row(this.name, keyText));
    return text === '' ? undefined : this.adopt(JSON.parse(text));
  }

  /**
   * @param {any} row as it now stands, just parsed. Kept by its own key: it may have been asked for by a temporary one
   * @returns {any} the object that stands for it
   */
  adopt(row) {
    const key = row[this.keyField];
    const known = this.parsed.get(key);
    if (known !== undefined) return known;
    this.parsed.set(key, deepFreeze(row));
    return row;
  }

  /**
   * The row of exactly this key, not the one that a temporary key turned out to name.
   * @param {Key} key
   */
  own(key) {
    this.host.catchUp();
    const known = this.parsed.get(key);
    if (known !== undefined) return known;
    const row = this.get(key);
    return row?.[this.keyField] === key ? row : undefined;
  }

  /**
   * A call for each of many rows costs more than the rows. `undefined` where they are not read in order, or it is not there.
   * @param {Key} key
   */
  readAhead(key) {
    const keys = this.visibleKeys;
    if (keys === null || (keys[this.cursor] !== key && keys[0] !== key)) return undefined;
    const from = keys[this.cursor] === key ? this.cursor : 0;
    this.cursor = from + readAheadMax;
    const wanted = JSON.stringify(keys.slice(from, this.cursor).filter((each) => this.parsed.get(each) === undefined));
    const rows = this.host.readJson((engine) => engine.rows(this.name, wanted));
    for (const row of rows) if (row !== null) this.adopt(row);
    return this.parsed.get(key);
  }

  /** @returns {readonly Key[]} of the visible rows, in order; the same array while none comes or goes */
  keys() {
    this.host.catchUp();
    const { unsorted } = this;
    if (this.visibleKeys === null || unsorted.size > this.visibleKeys.length / 8 + 8) {
      this.visibleKeys = sameKeys(
        this.visibleKeys,
        this.host.readJson((engine) => engine.keys(this.name)),
      );
    } else if (unsorted.size > 0) {
      const known = this.visibleKeys;
      const [gone, there] = [/** @type {Key[]} */ ([]), /** @type {Key[]} */ ([])];
      for (const key of unsorted) (this.own(key) === undefined ? gone : there).push(key);
      const was = (/** @type {Key} */ key) => hasKey(known, key);
      this.visibleKeys = changeKeys(
        known,
        gone.filter(was),
        there.filter((key) => !was(key)),
      );
    }
    unsorted.clear();
    return this.visibleKeys;
  }

  /**
   * @param {(Key | null)[]} keys rows that changed in the engine; null: besides, many came that were not there
   * @param {[key: Key, row: any][]} [before] how they were, where the snapshot is to know
   */
  invalidate(keys, before = []) {
    const snapshot = this.snapshot?.deref();
    const old = snapshot && new Map(before);
    for (const key of keys) {
      if (key === null) {
        for (const [missing, row] of before) if (row === null) snapshot?.keep(missing, undefined);
        this.visibleKeys = null;
        this.untold.add(null);
        continue;
      }
      snapshot?.keep(key, this.parsed.get(key) ?? deepFreeze(old?.get(key)) ?? undefined);
      this.parsed.delete(key);
      this.untold.add(key);
      if (this.visibleKeys !== null) this.unsorted.add(key);
    }
  }

  /**
   * @param {Key} key
   * @param {(row: any) => void} listener gets the row as it now stands, undefined where it is not there
   * @returns {() => void}
   */
  subscribe(key, listener) {
    checkListener(listener);
    let there = this.get(key) !== undefined;
    return this.listeners.add((changed) => {
      if (!changed.has(key) && !(changed.has(null) && !there)) return;
      const row = this.get(key);
      if (!changed.has(key) && row === undefined) return;
      there = row !== undefined;
      listener(row);
    });
  }

  notify() {
    const changed = this.untold;
    if (changed.size === 0) return;
    this.untold = new Set();
    this.listeners.emit(changed);
  }
}

/**
 * @param {readonly Key[] | null} known
 * @param {Key[]} keys
 * @returns {readonly Key[]} the known ones where they are the same
 */
function sameKeys(known, keys) {
  const same = known?.length === keys.length && keys.every((key, at) => key === known[at]);
  return same ? known : Object.freeze(keys);
}

/** @param {unknown} key */
function textOfKey(key) {
  if (typeof key === 'string' || Number.isFinite(key)) return JSON.stringify(key);
  throw new TablatticeError({ code: 'key_invalid', message: 'A key is a string or a finite number.', where: 'key' });
}

/**
 * @template T
 * @param {T} value as JSON.parse made it, so without cycles
 * @returns {T}
 */
export function deepFreeze(value) {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) if (typeof member === 'object') deepFreeze(member);
  return Object.freeze(value);
}
