// How the contenders in JavaScript take the API's bodies: parsed, and compared by version with what they have.

/** @typedef {import('../workload/slots.js').Slot} Slot */
/** @typedef {{ rows: Slot[], gone: string[] }} Changes */

const decoder = new TextDecoder();

/** @param {Uint8Array} body */
export const parseBody = (body) => JSON.parse(decoder.decode(body));

/**
 * What a list says that is not known yet.
 *
 * @param {Uint8Array} body
 * @param {(id: string) => Slot | undefined} known
 * @param {Iterable<string>} knownIds
 * @returns {Changes}
 */
export function changesOfList(body, known, knownIds) {
  const listed = /** @type {Slot[]} */ (parseBody(body).rows);
  const ids = new Set(listed.map(({ id }) => id));
  return { rows: listed.filter((row) => isNews(known(row.id), row)), gone: [...knownIds].filter((id) => !ids.has(id)) };
}

/**
 * What a feed's answer says that is not known yet.
 *
 * @param {Uint8Array} body
 * @param {(id: string) => Slot | undefined} known
 * @returns {Changes}
 */
export function changesOfFeed(body, known) {
  const { rows, tombstones } = /** @type {{ rows: Slot[], tombstones: { id: string }[] }} */ (parseBody(body));
  return {
    rows: rows.filter((row) => isNews(known(row.id), row)),
    gone: tombstones.filter(({ id }) => known(id) !== undefined).map(({ id }) => id),
  };
}

/**
 * @param {Slot | undefined} known
 * @param {Slot} row
 */
export const isNews = (known, row) => known === undefined || known.version < row.version;
