import { hoursOf } from '../shared/dates.js';

/**
 * The hours of very many slots, from how many begin and how many end at each time.
 *
 * @param {ReadonlyMap<string, number>} starts
 * @param {ReadonlyMap<string, number>} ends
 */
export function hoursOfCounts(starts, ends) {
  const hoursUntil = (/** @type {ReadonlyMap<string, number>} */ counts) =>
    [...counts].reduce((sum, [endTime, count]) => sum + count * hoursOf({ startTime: '00:00', endTime }), 0);
  return hoursUntil(ends) - hoursUntil(starts);
}
