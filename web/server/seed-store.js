/** Puts the seeded slots into a database that was never written to, in one transaction: all of them, or none. */
import { seedSlots } from './seed-slots.js';

/** What `npm start` seeds with; any other number makes another clinic. */
export const SEED = 20261201;

/**
 * @param {import('./availability-store.js').AvailabilityStore} store
 * @param {import('./availability-writes.js').Check} check
 * @param {{ seed?: number, now?: number }} [options]
 * @returns {number} how many slots were added; 0 where the database was written to before, even if it is empty by now
 * @throws {Error} where the slice's checks refuse a slot
 */
export function seedStore(store, check, { seed = SEED, now = Date.now() } = {}) {
  return store.write(() => {
    if (store.revision().revision > 0) return 0;
    let added = 0;
    for (const slot of seedSlots({ seed, today: localDate(now) })) {
      const problem = check('availability', { op: 'create', row: slot, others: store.othersOfDay(slot) });
      if (problem) throw new Error(`Seed ${seed} makes a bad slot: ${problem.message} (${problem.where})`);
      store.put(slot, { mutation: null, at: now });
      added += 1;
    }
    return added;
  });
}

/**
 * The day as the people at this machine call it.
 *
 * @param {number} now
 * @returns {string} YYYY-MM-DD
 */
function localDate(now) {
  const date = new Date(now);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
