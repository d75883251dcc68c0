// The events of workload "dashboard-N": 60 % updates (half toggles, half times; 1 % of them stale), 20 % creates, 20 % deletes.
import { randomSlot, randomTimes, updatedAt } from './slots.js';

/** @typedef {import('./slots.js').Slot} Slot */
/**
 * What another tab, or the server, tells. A stale one was overtaken by a newer one on its way and must change nothing.
 * @typedef {{ type: 'upsert', row: Slot, stale?: boolean } | { type: 'delete', id: string, version: number }} SlotEvent
 */

const updateShare = 0.6;
const createShare = 0.2;
const staleShareOfUpdates = 0.01;

/** The rows as the server has them, and what happens to them. */
export class World {
  /** @type {{ before: Slot, after: Slot } | null} the last update whose row is still there */
  lastUpdate = null;

  /**
   * @param {import('../../server/random.js').Random} random
   * @param {Slot[]} slots of versions 1 … slots.length
   */
  constructor(random, slots) {
    this.random = random;
    this.slots = [...slots];
    this.revision = slots.length;
  }

  /** @returns {SlotEvent} */
  next() {
    const dice = this.random.bits() / 2 ** 32;
    if (this.slots.length === 0 || dice >= 1 - createShare) return this.create();
    if (dice >= updateShare) return this.delete();
    return dice < updateShare * staleShareOfUpdates && this.lastUpdate ? this.repeatOld() : this.update();
  }

  /** @param {number} count */
  take(count) {
    return Array.from({ length: count }, () => this.next());
  }

  /** @returns {SlotEvent} */
  create() {
    this.revision += 1;
    const row = randomSlot(this.random, this.revision);
    this.slots.push(row);
    return { type: 'upsert', row };
  }

  /** @returns {SlotEvent} */
  update() {
    const place = this.random.bits() % this.slots.length;
    const before = this.slots[place];
    this.revision += 1;
    const changes = this.random.chance(0.5) ? { isActive: !before.isActive } : randomTimes(this.random);
    const after = { ...before, ...changes, version: this.revision, updatedAt: updatedAt(this.revision) };
    this.slots[place] = after;
    this.lastUpdate = { before, after };
    return { type: 'upsert', row: after };
  }

  /** @returns {SlotEvent} */
  delete() {
    const place = this.random.bits() % this.slots.length;
    const [{ id }] = this.slots.splice(place, 1, /** @type {Slot} */ (this.slots.at(-1)));
    this.slots.pop();
    this.revision += 1;
    if (this.lastUpdate?.after.id === id) this.lastUpdate = null;
    return { type: 'delete', id, version: this.revision };
  }

  /** @returns {SlotEvent} */
  repeatOld() {
    return { type: 'upsert', row: /** @type {{ before: Slot }} */ (this.lastUpdate).before, stale: true };
  }
}
