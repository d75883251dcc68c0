// Workload "dashboard-N": everything that one run needs, made from N and a seed. Nothing of the world itself is kept: a hundred
// thousand objects on the heap would slow down every collection of garbage while an engine is measured.
import { Random } from '../../server/random.js';
import { World } from './events.js';
import { listBody, randomSlots } from './slots.js';
import { encodeEvent, feedBody } from './wire.js';

/** @typedef {import('./slots.js').Slot} Slot */
/** @typedef {{ rows: number, seed: number }} Size */

const pollChanges = 100;
const feedPolls = 5;

/** @param {Size} size */
function makeWorld({ rows, seed }) {
  const random = new Random(seed);
  return new World(random, randomSlots(random, rows));
}

/** @param {Size} size */
export function firstList(size) {
  const world = makeWorld(size);
  return listBody(world.slots, world.revision);
}

/**
 * @param {Size} size
 * @param {number} count
 * @param {import('../contenders/index.js').Contender['wire']} wire
 * @returns {any[]} as they come over the wire
 */
export function wireEvents(size, count, wire) {
  return makeWorld(size)
    .take(count)
    .map((event, index) => encodeEvent(wire, event, index + 1));
}

/**
 * What comes after so many events: the rows as they stand then, a feed's answers with 100 changes each and the rows after each,
 * a list with another 100 changes, and the rows after that.
 *
 * @param {Size} size
 * @param {number} count
 */
export function afterEvents(size, count) {
  const world = makeWorld(size);
  world.take(count);
  const slots = [...world.slots];
  const feeds = Array.from({ length: feedPolls }, () => ({
    body: feedBody(world.take(pollChanges), world.revision),
    slots: [...world.slots],
  }));
  world.take(pollChanges);
  return { slots, feeds, list: listBody(world.slots, world.revision), slotsAfterList: world.slots };
}

/** @param {Size} size */
export const firstSlots = (size) => makeWorld(size).slots;
