import { hoursOf, shortDay, weekDays } from '../shared/dates.js';

/**
 * @typedef {{ date: string, day: string, slots: number, hours: number }} DayCoverage
 */

/**
 * How well each day of a week is covered.
 *
 * @param {string} monday
 * @param {readonly import('../slots/slot-forms.js').Availability[]} rows the week's active slots
 * @returns {DayCoverage[]} seven days, those without slots too
 */
export function weekCoverage(monday, rows) {
  const days = new Map(weekDays(monday).map((date) => [date, { date, day: shortDay(date), slots: 0, hours: 0 }]));
  for (const row of rows) {
    const day = days.get(row.date);
    if (!day) continue;
    day.slots += 1;
    day.hours += hoursOf(row);
  }
  return [...days.values()];
}
