// The rows of workload "dashboard-N": availability slots of about 240 bytes of JSON (the fields of the domain slice).

/** @typedef {import('../../server/random.js').Random} Random */
/**
 * @typedef {object} Slot
 * @property {string} id
 * @property {string} therapistId
 * @property {string} therapistName
 * @property {string} date YYYY-MM-DD
 * @property {string} startTime HH:MM
 * @property {string} endTime
 * @property {boolean} isActive
 * @property {string} notes
 * @property {number} version
 * @property {string} updatedAt ISO 8601
 */

export const therapistCount = 500;
/** The first of the 365 days over which the slots lie. */
export const firstDay = Date.UTC(2030, 0, 1);
const dayCount = 365;
const dayMs = 24 * 60 * 60 * 1000;

const givenNames = ['Amara', 'Beatriz', 'Chen', 'Elena', 'Hugo', 'Ingrid', 'Layla', 'Marco', 'Nadia', 'Zoë'];
const familyNames = ['Okafor', 'Costa', 'Wei', 'Petrova', 'Moreau', 'Solberg', 'Haddad', 'Bianchi', 'Rahman', 'Müller'];
const notes = ['', '', '', 'First session', 'Video only', 'Room 5, step-free', 'Please call before', 'Group: anxiety'];

/** @param {number} day from 0 on */
export const dateOf = (day) => new Date(firstDay + day * dayMs).toISOString().slice(0, 10);
const dates = Array.from({ length: dayCount }, (_, day) => dateOf(day));

/** @param {number} minutes of the day */
const clockTime = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** @param {Random} random */
export function randomTimes(random) {
  const start = 7 * 60 + 15 * (random.bits() % 48);
  return { startTime: clockTime(start), endTime: clockTime(start + 30 + 15 * (random.bits() % 5)) };
}

/**
 * @param {Random} random
 * @param {number} version the feed's revision
 * @returns {Slot}
 */
export function randomSlot(random, version) {
  const therapist = random.bits() % therapistCount;
  return {
    id: random.uuid(),
    therapistId: `th-${therapist}`,
    therapistName: `${givenNames[therapist % 10]} ${familyNames[Math.floor(therapist / 10) % 10]}`,
    date: random.pick(dates),
    ...randomTimes(random),
    isActive: random.chance(0.8),
    notes: random.pick(notes),
    version,
    updatedAt: updatedAt(version),
  };
}

/** @param {number} version */
export const updatedAt = (version) => new Date(firstDay - 30 * dayMs + version).toISOString();

/**
 * @param {Random} random
 * @param {number} count
 * @returns {Slot[]} of versions 1 … count
 */
export const randomSlots = (random, count) =>
  Array.from({ length: count }, (_, index) => randomSlot(random, index + 1));

/**
 * The body of a list, as the API sends it. Written part by part: a million rows are longer than one string should be.
 *
 * @param {Iterable<Slot>} slots
 * @param {number} revision
 * @returns {Uint8Array}
 */
export function listBody(slots, revision) {
  const parts = [Buffer.from(`{"revision":${revision},"rows":[`)];
  let texts = /** @type {string[]} */ ([]);
  const flush = () => {
    if (texts.length > 0) parts.push(Buffer.from(parts.length > 1 ? `,${texts.join(',')}` : texts.join(',')));
    texts = [];
  };
  for (const slot of slots) {
    texts.push(JSON.stringify(slot));
    if (texts.length === 10_000) flush();
  }
  flush();
  parts.push(Buffer.from(']}'));
  return new Uint8Array(Buffer.concat(parts));
}
