import { daysAfter, today, weekStart } from '../../../dashboards/src/shared/dates.js';

/** @typedef {import('tablattice/availability').Availability} Availability */

/** @param {number} days after this week's Monday */
export function dayOfThisWeek(days) {
  return daysAfter(weekStart(today()), days);
}

/** What each test begins with: one slot, so that a page has something to show when it is ready. */
export const firstSlot = slot({ startTime: '08:00', endTime: '08:30', notes: 'The first slot' });

/**
 * @param {Partial<Availability>} [members]
 * @returns {Omit<Availability, 'id'> & { notes: string }}
 */
export function slot(members = {}) {
  return {
    therapistId: 'th-1',
    therapistName: 'Amara Okafor',
    date: dayOfThisWeek(2),
    startTime: '14:10',
    endTime: '15:20',
    isActive: true,
    notes: 'Room 7',
    ...members,
  };
}
