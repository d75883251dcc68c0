// The three views of workload "dashboard-N", and what they must show: a brute-force answer, from nothing but the definition.
import { dateOf } from './slots.js';

/** @typedef {import('./slots.js').Slot} Slot */
/**
 * What a contender shows. V1: all rows of one therapist; V2: the first 50 active rows and how many there are; V3: the
 * rows of 7 days, and how many of them each therapist has. All in order of date, start and id.
 * @typedef {{ therapist: Slot[], active: Slot[], activeTotal: number, week: Slot[], perTherapist: Map<string, number> }} Shown
 */

export const therapistId = 'th-7';
export const activeLimit = 50;
export const weekFrom = dateOf(182);
export const weekTo = dateOf(189);

/** @param {{ date: string }} slot */
export const inWeek = ({ date }) => date >= weekFrom && date < weekTo;

/**
 * @param {string} a
 * @param {string} b
 */
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order of all three views.
 *
 * @param {Slot} a
 * @param {Slot} b
 */
export function bySchedule(a, b) {
  if (a.date !== b.date) return byText(a.date, b.date);
  if (a.startTime !== b.startTime) return byText(a.startTime, b.startTime);
  return byText(a.id, b.id);
}

/**
 * @param {Iterable<Slot>} slots
 * @returns {Map<string, number>}
 */
export function countPerTherapist(slots) {
  const counts = new Map();
  for (const { therapistId: id } of slots) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/**
 * @param {Slot[]} slots all that are there
 * @returns {Shown}
 */
export function bruteForce(slots) {
  const ordered = [...slots].sort(bySchedule);
  const active = ordered.filter(({ isActive }) => isActive);
  const week = ordered.filter(inWeek);
  return {
    therapist: ordered.filter((slot) => slot.therapistId === therapistId),
    active: active.slice(0, activeLimit),
    activeTotal: active.length,
    week,
    perTherapist: countPerTherapist(week),
  };
}

/**
 * Throws where a contender shows something else than the brute-force answer, or did not tell its subscribers.
 *
 * @param {Shown} shown
 * @param {import('./readers.js').Readers} readers
 * @param {Slot[]} slots all that are there
 */
export function checkShown(shown, { told }, slots) {
  const answer = bruteForce(slots);
  const counts = { therapist: answer.therapist.length, active: answer.activeTotal, week: answer.week.length };
  const expected = JSON.stringify([counts, comparable(answer)]);
  const actual = JSON.stringify([told, comparable(shown)]);
  if (actual === expected) return;
  const place = [...expected].findIndex((character, index) => character !== actual[index]);
  const excerpt = (/** @type {string} */ text) => text.slice(Math.max(0, place - 200), place + 200);
  throw new Error(`It shows\n${excerpt(actual)}\ninstead of\n${excerpt(expected)}`);
}

/** @param {Shown} shown */
function comparable({ therapist, active, activeTotal, week, perTherapist }) {
  const fields = (/** @type {Slot[]} */ rows) =>
    rows.map((row) => [row.id, row.version, row.date, row.startTime, row.endTime, row.isActive, row.therapistName]);
  const counts = [...perTherapist].filter(([, count]) => count > 0).sort(([a], [b]) => byText(a, b));
  return { therapist: fields(therapist), active: fields(active), activeTotal, week: fields(week), counts };
}
