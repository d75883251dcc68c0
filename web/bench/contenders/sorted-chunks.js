// A sorted list in chunks: insertion and removal move few rows, however many there are.

/** @typedef {import('../workload/slots.js').Slot} Slot */

const chunkSizeMax = 512;

export class SortedChunks {
  /** @type {Slot[][]} none of them empty */
  chunks = [];
  size = 0;

  /** @param {(a: Slot, b: Slot) => number} compare */
  constructor(compare) {
    this.compare = compare;
  }

  /** @param {Slot[]} rows */
  fill(rows) {
    const sorted = [...rows].sort(this.compare);
    this.size = sorted.length;
    this.chunks = [];
    const step = chunkSizeMax / 2;
    for (let start = 0; start < sorted.length; start += step) this.chunks.push(sorted.slice(start, start + step));
  }

  /**
   * @param {Slot} row
   * @returns {number} the chunk that it belongs into; that it lies beyond the last one is the last one's matter
   */
  chunkOf(row) {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = this.chunks[middle];
      if (this.compare(chunk[chunk.length - 1], row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * @param {Slot[]} chunk
   * @param {Slot} row
   */
  placeIn(chunk, row) {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(chunk[middle], row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * @param {Slot} row
   * @returns {boolean} whether it lies in the first chunk, the only one that a short window shows
   */
  insert(row) {
    this.size += 1;
    if (this.chunks.length === 0) this.chunks.push([]);
    const index = this.chunkOf(row);
    const chunk = this.chunks[index];
    chunk.splice(this.placeIn(chunk, row), 0, row);
    if (chunk.length > chunkSizeMax) this.chunks.splice(index + 1, 0, chunk.splice(chunkSizeMax / 2));
    return index === 0;
  }

  /** @param {Slot} row which is there */
  remove(row) {
    this.size -= 1;
    const index = this.chunkOf(row);
    const chunk = this.chunks[index];
    chunk.splice(this.placeIn(chunk, row), 1);
    if (chunk.length === 0) this.chunks.splice(index, 1);
    return index === 0;
  }

  /**
   * Puts a row in the place of one with the same sort fields.
   * @param {Slot} row
   */
  replace(row) {
    const index = this.chunkOf(row);
    const chunk = this.chunks[index];
    chunk[this.placeIn(chunk, row)] = row;
    return index === 0;
  }

  /** @param {number} count */
  first(count) {
    const rows = [];
    for (const chunk of this.chunks) {
      for (const row of chunk) {
        if (rows.length === count) return rows;
        rows.push(row);
      }
    }
    return rows;
  }

  /** @returns {Slot[]} */
  all() {
    return /** @type {Slot[]} */ ([]).concat(...this.chunks); // several times faster than flat()
  }
}
