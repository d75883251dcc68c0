// The best JavaScript that can be written by hand for these three views: rows in a Map, per view a sorted list in chunks that
// follows each change, results made anew only where something in them changed.
import { activeLimit, bySchedule, countPerTherapist, inWeek, therapistId } from '../workload/views.js';
import { changesOfFeed, changesOfList, isNews, parseBody } from './json-bodies.js';
import { SortedChunks } from './sorted-chunks.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */

/** A view: its rows in order. */
class View {
  rows = new SortedChunks(bySchedule);
  changed = false;
  /** A row of the first chunk changed: what a short window shows may differ. */
  startChanged = false;

  /** @param {(row: Slot) => boolean} includes */
  constructor(includes) {
    this.includes = includes;
  }

  /** @param {Iterable<Slot>} rows */
  fill(rows) {
    this.rows.fill([...rows].filter(this.includes));
    this.changed = this.startChanged = true;
  }

  /**
   * @param {Slot | undefined} before
   * @param {Slot | undefined} after
   */
  apply(before, after) {
    const was = before !== undefined && this.includes(before);
    const is = after !== undefined && this.includes(after);
    if (!was && !is) return;
    this.changed = true;
    if (was && is && before.startTime === after.startTime && before.date === after.date) {
      if (this.rows.replace(after)) this.startChanged = true;
      return;
    }
    if (was && this.rows.remove(before)) this.startChanged = true;
    if (is && this.rows.insert(after)) this.startChanged = true;
  }

  takeChanged() {
    const { changed } = this;
    this.changed = false;
    return changed;
  }

  takeStartChanged() {
    const { startChanged } = this;
    this.startChanged = false;
    return startChanged;
  }
}

class Dashboard {
  /** @type {Map<string, Slot>} */
  slots = new Map();
  ofTherapist = new View((slot) => slot.therapistId === therapistId);
  ofActive = new View((slot) => slot.isActive);
  ofWeek = new View(inWeek);
  /** @type {Slot[]} */
  firstActive = [];
  activeTold = 0;
  /** @type {Map<string, number>} */
  perTherapist = new Map();

  /** @param {import('../workload/readers.js').Readers} readers */
  constructor(readers) {
    this.readers = readers;
    this.views = [this.ofTherapist, this.ofActive, this.ofWeek];
  }

  /** @param {Uint8Array} list */
  ingest(list) {
    for (const row of parseBody(list).rows) this.slots.set(row.id, row);
    for (const view of this.views) view.fill(this.slots.values());
    this.perTherapist = countPerTherapist(this.ofWeek.rows.all());
    this.tell();
  }

  /** @param {import('../workload/events.js').SlotEvent} event */
  receive(event) {
    if (event.type === 'delete') this.remove(event.id);
    else if (isNews(this.slots.get(event.row.id), event.row)) this.put(event.row);
    this.tell();
  }

  /** @param {Uint8Array} list */
  pollList(list) {
    this.change(changesOfList(list, (id) => this.slots.get(id), this.slots.keys()));
  }

  /** @param {Uint8Array} feed */
  pollFeed(feed) {
    this.change(changesOfFeed(feed, (id) => this.slots.get(id)));
  }

  /** @param {import('./json-bodies.js').Changes} changes */
  change({ rows, gone }) {
    for (const row of rows) this.put(row);
    for (const id of gone) this.remove(id);
    this.tell();
  }

  /** @param {Slot} row */
  put(row) {
    this.follow(this.slots.get(row.id), row);
    this.slots.set(row.id, row);
  }

  /** @param {string} id */
  remove(id) {
    const row = this.slots.get(id);
    if (row === undefined) return;
    this.slots.delete(id);
    this.follow(row, undefined);
  }

  /**
   * @param {Slot | undefined} before
   * @param {Slot | undefined} after
   */
  follow(before, after) {
    for (const view of this.views) view.apply(before, after);
    if (before !== undefined && inWeek(before)) this.count(before.therapistId, -1);
    if (after !== undefined && inWeek(after)) this.count(after.therapistId, 1);
  }

  /**
   * @param {string} id
   * @param {number} more
   */
  count(id, more) {
    const count = (this.perTherapist.get(id) ?? 0) + more;
    if (count === 0) this.perTherapist.delete(id);
    else this.perTherapist.set(id, count);
  }

  tell() {
    const { ofActive, ofTherapist, ofWeek, readers } = this;
    if (ofTherapist.takeChanged()) readers.therapist(ofTherapist.rows.all());
    const startChanged = ofActive.takeStartChanged();
    if (startChanged) this.firstActive = ofActive.rows.first(activeLimit);
    if (startChanged || this.activeTold !== ofActive.rows.size) readers.active(this.firstActive, ofActive.rows.size);
    this.activeTold = ofActive.rows.size;
    if (ofWeek.takeChanged()) readers.week(ofWeek.rows.all(), this.perTherapist);
  }

  shown() {
    return {
      therapist: this.ofTherapist.rows.all(),
      active: this.firstActive,
      activeTotal: this.ofActive.rows.size,
      week: this.ofWeek.rows.all(),
      perTherapist: this.perTherapist,
    };
  }

  close() {}
}

/** @param {import('../workload/readers.js').Readers} readers */
export const open = (readers) => new Dashboard(readers);
