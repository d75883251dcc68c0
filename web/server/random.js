/**
 * Random numbers from a seed, so that what is made from them can be made again. Not for secrets.
 * Source: mulberry32 by Tommy Ettinger, public domain.
 */
export class Random {
  #state;

  /** @param {number} seed an unsigned 32-bit integer */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** @returns {number} an unsigned 32-bit integer */
  bits() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /**
   * @param {number} probability from 0 to 1
   * @returns {boolean}
   */
  chance(probability) {
    return this.bits() < probability * 2 ** 32;
  }

  /**
   * @template Item
   * @param {readonly Item[]} items at least one
   * @returns {Item}
   */
  pick(items) {
    return items[this.bits() % items.length];
  }

  /** @returns {string} a UUID, version 4 in form */
  uuid() {
    const hex = Array.from({ length: 4 }, () => this.bits().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'[parseInt(hex[16], 16) % 4];
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      variant + hex.slice(17, 20),
      hex.slice(20),
    ];
    return parts.join('-');
  }
}
