// The rows of the browser's half: as those of "dashboard-N" (workload/slots.js), but on a grid of therapists and days, so that no
// slot overlaps another and every change is one that the slice and the server accept.
import { daysAfter, today } from '../../dashboards/src/shared/dates.js';
import { Random } from '../../server/random.js';
import { randomSlot, therapistCount } from '../workload/slots.js';

/** @typedef {import('../../server/availability-store.js').Slot} Slot */

/** The slot of that notes is the first of today: the operator's list opens at it. */
export const firstNotes = 'The first of today';

/**
 * @param {number} count
 * @param {number} seed
 * @returns {Slot[]} half of them before today
 */
export function gridSlots(count, seed) {
  const random = new Random(seed);
  const days = Math.ceil(count / therapistCount);
  const dates = Array.from({ length: days }, (_, day) => daysAfter(today(), day - Math.floor(days / 2)));
  return Array.from({ length: count }, (_, index) => {
    const { version, updatedAt, ...slot } = randomSlot(random, 1);
    const therapist = index % therapistCount;
    const date = dates[Math.floor(index / therapistCount)];
    const told = { ...slot, therapistId: `th-${therapist}`, date };
    if (therapist !== 0 || date !== today()) return told;
    return { ...told, startTime: '00:00', endTime: '00:30', isActive: true, notes: firstNotes };
  });
}
