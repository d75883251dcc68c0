import { TablatticeError } from './errors.js';
import { Listeners } from './listeners.js';

/** @typedef {import('./types.js').Key} Key */

/**
 * The rows of one collection as JavaScript objects, parsed when first read. A row that did not change stays the same object
 * wherever it is read: by key, in a view, in the state.
 */
export class Rows {
  /** @type {Map<Key, any>} */
  parsed = new Map();
  /** @type {Key[] | null} */
  visibleKeys = null;
  /** @type {Set<Key>} changed since the listeners were told */
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
    this.listeners = /** @type {Listeners<Set<Key>>} */ (new Listeners(host.outside));
  }

  /** @param {Key} key */
  get(key) {
    const known = this.parsed.get(key);
    if (known !== undefined) return known;
    const keyText = textOfKey(key);
    const text = this.host.read((engine) => engine.row(this.name, keyText));
    return text === '' ? undefined : this.adopt(JSON.parse(text));
  }

  /**
   * @param {any} row as it now stands, just parsed. Kept by its own key: it may have been asked for by a temporary one
   * @returns {any} the object that stands for it
   */
  adopt(row) {
    const key = row[this.keyField];
    if (!this.parsed.has(key)) this.parsed.set(key, deepFreeze(row));
    return this.parsed.get(key);
  }

  /** @returns {readonly Key[]} of the visible rows; the same array while no row changed */
  keys() {
    this.visibleKeys ??= deepFreeze(this.host.readJson((engine) => engine.keys(this.name)));
    return /** @type {Key[]} */ (this.visibleKeys);
  }

  /** @param {Key[]} keys rows that changed in the engine */
  invalidate(keys) {
    this.visibleKeys = null;
    for (const key of keys) {
      this.parsed.delete(key);
      this.untold.add(key);
    }
  }

  /**
   * @param {Key} key
   * @param {(row: any) => void} listener gets the row as it now stands, undefined where it is not there
   * @returns {() => void}
   */
  subscribe(key, listener) {
    textOfKey(key);
    return this.listeners.add((changed) => changed.has(key) && listener(this.get(key)));
  }

  notify() {
    const changed = this.untold;
    this.untold = new Set();
    if (changed.size > 0) this.listeners.emit(changed);
  }
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
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
