// The subscribers: what a page would do when a view changed. Each reads what a screen shows of it: the first 50 rows, how many
// there are, the counts. What they read is added up, so that no engine can leave the reading out.

/** @typedef {import('./slots.js').Slot} Slot */

const screenRows = 50;

export class Readers {
  sum = 0;
  /** What each subscriber was told last: how many rows, or the total. */
  told = { therapist: 0, active: 0, week: 0 };

  /**
   * V1.
   * @param {readonly Slot[]} rows all of them, or as many as a screen shows
   * @param {number} [count] of all
   */
  therapist(rows, count = rows.length) {
    this.told.therapist = count;
    this.read(rows, count);
  }

  /**
   * V2.
   * @param {readonly Slot[]} rows
   * @param {number} total
   */
  active(rows, total) {
    this.told.active = total;
    this.read(rows, total);
  }

  /**
   * V3.
   * @param {readonly Slot[]} rows all of them, or as many as a screen shows
   * @param {Iterable<[string, number]>} perTherapist
   * @param {number} [count] of all rows
   */
  week(rows, perTherapist, count = rows.length) {
    let most = 0;
    for (const [, slots] of perTherapist) if (slots > most) most = slots;
    this.told.week = count;
    this.read(rows, count + most);
  }

  /**
   * @param {readonly Slot[]} rows
   * @param {number} number
   */
  read(rows, number) {
    let sum = number;
    const shown = Math.min(rows.length, screenRows);
    for (let index = 0; index < shown; index += 1) sum += rows[index].version + rows[index].startTime.length;
    this.sum += sum;
  }
}
