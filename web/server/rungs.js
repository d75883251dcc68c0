/**
 * The ladder: what the API gives on each rung. All rungs serve the rows of one database, so a write through one of them is
 * in what the others read, and advances the feed's revision.
 *
 * - `feed`: a list with its revision, `changes?since=`, versions in every answer, tombstones, idempotency keys.
 * - `versioned`: bare rows with `version` and `updatedAt`, `ETag`, `If-Match`; a deletion is answered by 204.
 * - `plain`: bare rows and nothing that tells an older one from a newer one; conditional headers are not looked at.
 */
import { entityTag } from './entity-tag.js';

/** @typedef {'feed' | 'versioned' | 'plain'} Rung */
/** @typedef {import('./availability-store.js').Row} Row */
/** @typedef {import('./problems.js').Answer} Answer */

/** @type {readonly Rung[]} the highest first */
export const RUNGS = Object.freeze(['feed', 'versioned', 'plain']);

/** @type {Rung} */
export const RUNG_DEFAULT = 'feed';

/**
 * The list's entity tag; null on the plain rung. It holds the time of the last change besides the revision: a database made
 * anew, or restored and written to again, comes by the same revisions with other rows. And the rung: other rungs have other
 * bodies.
 *
 * @param {Rung} rung
 * @param {{ revision: number, changedAt: number }} state
 */
export function listTag(rung, { revision, changedAt }) {
  return rung === 'plain' ? null : entityTag(`${revision}-${changedAt}-${rung}`);
}

/**
 * @param {Rung} rung
 * @param {number} revision
 * @param {Row[]} rows
 * @returns {unknown} the list's body
 */
export function listBody(rung, revision, rows) {
  if (rung === 'feed') return { revision, rows };
  return rung === 'versioned' ? rows : rows.map(withoutMarks);
}

/**
 * An answer about one row, as a rung gives it.
 *
 * @param {Rung} rung
 * @param {Answer} answer the feed's
 * @returns {Answer}
 */
export function answerOn(rung, answer) {
  if (rung !== 'plain') return answer;
  const { etag, ...headers } = answer.headers;
  const body = /** @type {Record<string, unknown>} */ (answer.body);
  const row = body.row === undefined ? {} : { row: withoutMarks(/** @type {Row} */ (body.row)) };
  return { ...answer, headers, body: { ...withoutMarks(body), ...row } };
}

/**
 * The answer to a deletion, as a rung gives it: only the feed's holds the tombstone.
 *
 * @param {Rung} rung
 * @param {Answer} answer the feed's
 * @returns {Answer}
 */
export function deletionOn(rung, answer) {
  if (rung === 'feed' || answer.status !== 200) return answerOn(rung, answer);
  return { status: 204, headers: { 'cache-control': 'no-cache' }, body: undefined };
}

/**
 * @template {object} Body
 * @param {Body & { version?: unknown, updatedAt?: unknown }} body
 */
function withoutMarks({ version, updatedAt, ...rest }) {
  return rest;
}
