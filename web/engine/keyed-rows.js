/** @typedef {import('./types.js').Key} Key */

/**
 * Rows by key; keys of different types are different keys. Each type has an object without a prototype: among many, a member of
 * an object is found in about half the time of a Map's entry, and whoever reads a state row after row waits for little else.
 */
export class KeyedRows {
  /** @type {Record<string, any>} */
  strings = Object.create(null);
  /** @type {Record<number, any>} */
  numbers = Object.create(null);

  /**
   * @param {Key} key
   * @returns {any} undefined where there is none
   */
  get(key) {
    if (typeof key === 'string') return this.strings[key];
    return typeof key === 'number' ? this.numbers[key] : undefined;
  }

  /**
   * @param {Key} key
   * @param {any} row
   */
  set(key, row) {
    if (typeof key === 'string') this.strings[key] = row;
    else this.numbers[key] = row;
  }

  /** @param {Key} key */
  delete(key) {
    if (typeof key === 'string') delete this.strings[key];
    else delete this.numbers[key];
  }
}
