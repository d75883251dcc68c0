/**
 * What an operator may set in a page's address:
 *
 * - `poll`: the polling interval in milliseconds, active and idle alike, at least 1000; `off` switches polling off.
 *   `?poll=3600000` is a page that lives on sync events alone.
 * - `follow=off`: unmounts `useSyncEventHandlers` once the tab has its rows. Such a tab does not follow the others.
 * - `rung`: which rung of the ladder the API serves to the page: `feed` (the default), `versioned` or `plain`.
 * - `id` (therapist page): whose slots are shown.
 *
 * @typedef {'feed' | 'versioned' | 'plain'} Rung
 *
 * @typedef {object} Settings
 * @property {false | { activeMs: number, idleMs: number } | undefined} poll undefined: the engine's defaults
 * @property {boolean} follow
 * @property {Rung} rung
 * @property {string | null} therapistId
 */

const pollMsMin = 1000;
/** @type {Rung[]} */
const rungs = ['feed', 'versioned', 'plain'];

/**
 * @param {string} search a location's
 * @returns {Settings}
 * @throws {Error} where a setting has a value that it cannot have
 */
export function readSettings(search) {
  const parameters = new URLSearchParams(search);
  return {
    poll: readPoll(parameters.get('poll')),
    follow: readFollow(parameters.get('follow')),
    rung: readRung(parameters.get('rung')),
    therapistId: parameters.get('id') || null,
  };
}

/**
 * The part of a page's search that its links carry on to other pages: all settings but those of one page.
 *
 * @param {string} search
 */
export function carriedSearch(search) {
  const parameters = new URLSearchParams(search);
  parameters.delete('id');
  const text = parameters.toString();
  return text && `?${text}`;
}

/** @param {string | null} text */
function readPoll(text) {
  if (text === null) return undefined;
  if (text === 'off') return /** @type {const} */ (false);
  const intervalMs = Number(text);
  if (!Number.isSafeInteger(intervalMs) || intervalMs < pollMsMin) {
    throw new Error(`The setting “poll” is “${text}”; it must be “off” or whole milliseconds, ${pollMsMin} or more.`);
  }
  return { activeMs: intervalMs, idleMs: intervalMs };
}

/** @param {string | null} text */
function readFollow(text) {
  if (text !== null && text !== 'on' && text !== 'off') {
    throw new Error(`The setting “follow” is “${text}”; it must be “on” or “off”.`);
  }
  return text !== 'off';
}

/** @param {string | null} text */
function readRung(text) {
  if (text === null) return 'feed';
  const rung = rungs.find((name) => name === text);
  if (!rung) throw new Error(`The setting “rung” is “${text}”; it must be “feed”, “versioned” or “plain”.`);
  return rung;
}
