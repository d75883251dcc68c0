/**
 * A month of believable slots for forty therapists: each has working days, hours and a session length of their own,
 * takes a lunch break, is away now and then, and leaves a note here and there. The same seed and day make the same
 * slots.
 */
import { Random } from './random.js';

/** @typedef {import('./availability-store.js').Slot} Slot */

/**
 * @typedef {object} Therapist
 * @property {string} id
 * @property {string} name
 * @property {number[]} weekdays 0 is Sunday
 * @property {number} startMinute of the day
 * @property {number} endMinute
 * @property {number} sessionMinutes
 * @property {number} breakMinutes
 */

const DAYS_BEFORE_TODAY = 7;
const DAYS_COUNT = 31;
const DAY_MS = 24 * 60 * 60 * 1000;
const LUNCH = { startMinute: 12 * 60 + 30, endMinute: 13 * 60 + 15 };

const CHANCE_AWAY = 0.06;
const CHANCE_TAKEN = 0.22;
const CHANCE_INACTIVE = 0.1;
const CHANCE_NOTE = 0.15;

const NAMES = listOf(
  ',',
  `
  Amara Okafor, Anna Lindqvist, Aoife Byrne, Arjun Mehta, Beatriz Costa, Benjamin Adler, Camille Laurent, Chen Wei,
  Clara Hoffmann, Daniel Rosen, David Kim, Elena Petrova, Emeka Nwosu, Emma Fischer, Fatima Zahra, Gabriel Santos,
  Grace Mwangi, Hanna Virtanen, Hugo Moreau, Ingrid Solberg, Isabel Romero, James Whitaker, Jana Nováková, Jonas Weber,
  Kaito Tanaka, Layla Haddad, Leah Goldberg, Lucía Herrera, Maja Kowalska, Marco Bianchi, Mei-Ling Tsai, Nadia Rahman,
  Noah van Dijk, Olivia Grant, Priya Nair, Rafael Duarte, Sofia Andersson, Thomas Keller, Yusuf Demir, Zoë Martin`,
);

const NOTES = listOf(
  ';',
  `
  First session; Video only; Room 2; Room 5, step-free; Couples; Follow-up; Short notice is fine; Please call before;
  Interpreter can be booked; Group: anxiety; Supervision until ten past; Children and teenagers`,
);

const WORKWEEKS = [
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [1, 3, 5],
  [1, 2, 4, 5],
  [2, 4, 6],
  [3, 4, 5, 6],
];

/**
 * @param {{ seed: number, today: string }} options `today` as YYYY-MM-DD
 * @returns {Generator<Slot>} by therapist, day and time; no two of a therapist overlap
 */
export function* seedSlots({ seed, today }) {
  const random = new Random(seed);
  for (const therapist of makeTherapists(random)) {
    for (const { date, weekday } of month(today)) {
      if (!therapist.weekdays.includes(weekday) || random.chance(CHANCE_AWAY)) continue;
      yield* slotsOfDay(therapist, date, random);
    }
  }
}

/**
 * @param {Random} random
 * @returns {Therapist[]}
 */
function makeTherapists(random) {
  return NAMES.map((name, index) => {
    const startMinute = random.pick([480, 510, 540, 540, 600, 660]);
    return {
      id: `th-${index + 1}`,
      name,
      weekdays: random.pick(WORKWEEKS),
      startMinute,
      endMinute: startMinute + random.pick([360, 420, 480, 540]),
      sessionMinutes: random.pick([45, 50, 50, 60, 90]),
      breakMinutes: random.pick([0, 10, 10, 15]),
    };
  });
}

/** @param {string} today */
function month(today) {
  const first = Date.parse(`${today}T00:00:00Z`) - DAYS_BEFORE_TODAY * DAY_MS;
  return Array.from({ length: DAYS_COUNT }, (_, index) => {
    const day = new Date(first + index * DAY_MS);
    return { date: day.toISOString().slice(0, 10), weekday: day.getUTCDay() };
  });
}

/**
 * @param {Therapist} therapist
 * @param {string} date
 * @param {Random} random
 * @returns {Generator<Slot>}
 */
function* slotsOfDay(therapist, date, random) {
  const { sessionMinutes, breakMinutes } = therapist;
  let start = therapist.startMinute;
  while (start + sessionMinutes <= therapist.endMinute) {
    const end = start + sessionMinutes;
    if (start < LUNCH.endMinute && end > LUNCH.startMinute) {
      start = LUNCH.endMinute;
      continue;
    }
    if (!random.chance(CHANCE_TAKEN)) yield makeSlot(therapist, date, start, random);
    start = end + breakMinutes;
  }
}

/**
 * @param {Therapist} therapist
 * @param {string} date
 * @param {number} start minute of the day
 * @param {Random} random
 * @returns {Slot}
 */
function makeSlot(therapist, date, start, random) {
  return {
    id: random.uuid(),
    therapistId: therapist.id,
    therapistName: therapist.name,
    date,
    startTime: clockTime(start),
    endTime: clockTime(start + therapist.sessionMinutes),
    isActive: !random.chance(CHANCE_INACTIVE),
    notes: random.chance(CHANCE_NOTE) ? random.pick(NOTES) : '',
  };
}

/**
 * @param {string} separator
 * @param {string} text
 */
function listOf(separator, text) {
  return text.split(separator).map((item) => item.trim());
}

/** @param {number} minute of the day */
function clockTime(minute) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
