/**
 * Create, update and delete: each looks at the row as it stands, asks the slice's checks, writes, and answers. Run
 * inside `AvailabilityStore.write`; a refusal is an answer like any other and writes nothing.
 */
import { randomUUID } from 'node:crypto';
import { DEFAULTS } from './availability-schema.js';
import { entityTag, matchesStrongly } from './entity-tag.js';
import { problemAnswer } from './problems.js';

/** @typedef {import('./availability-store.js').Slot} Slot */
/** @typedef {import('./availability-store.js').Row} Row */
/** @typedef {import('./problems.js').Answer} Answer */

/** @typedef {typeof import('tablattice/rules').check} Check the slices' checks, or a test's */
/** @typedef {{ mutation: string | null, at: number }} Cause */

const SLICE = 'availability';

export class AvailabilityWrites {
  #store;
  #check;

  /**
   * @param {import('./availability-store.js').AvailabilityStore} store
   * @param {Check} check
   */
  constructor(store, check) {
    this.#store = store;
    this.#check = check;
  }

  /**
   * @param {Partial<Slot>} body a valid one
   * @param {Cause} cause
   * @returns {Answer} 201 with the row, 409 where its id is taken, 422 where the checks refuse it
   */
  create(body, cause) {
    const slot = /** @type {Slot} */ ({ ...DEFAULTS, ...body, id: body.id ?? randomUUID() });
    const taken = this.#store.find(slot.id);
    if (taken) {
      const detail = `There is a slot with the id ${slot.id} already; choose another id or change that one.`;
      return problemAnswer(409, 'id_exists', detail, { field: 'id', row: taken });
    }
    const refusal = this.#refusal({ op: 'create', row: slot, others: this.#store.othersOfDay(slot) });
    return refusal ?? rowAnswer(201, this.#store.put(slot, cause));
  }

  /**
   * @param {string} id
   * @param {Record<string, unknown>} changes a valid merge patch
   * @param {string | undefined} ifMatch
   * @param {Cause} cause
   * @returns {Answer} 200 with the row, 404, 412 with the row as it stands, 422
   */
  update(id, changes, ifMatch, cause) {
    const row = this.#store.find(id);
    if (!row) return absentProblem(id);
    if (isStale(row, ifMatch)) return staleProblem(row);
    const slot = mergePatch(row, changes);
    const refusal = this.#refusal({ op: 'update', row, changes, others: this.#store.othersOfDay(slot) });
    return refusal ?? rowAnswer(200, this.#store.put(slot, cause));
  }

  /**
   * @param {string} id
   * @param {string | undefined} ifMatch
   * @param {Cause} cause
   * @returns {Answer} 200 with the tombstone, 404, 412 with the row as it stands, 422
   */
  delete(id, ifMatch, cause) {
    const row = this.#store.find(id);
    if (!row) return absentProblem(id);
    if (isStale(row, ifMatch)) return staleProblem(row);
    const refusal = this.#refusal({ op: 'delete', row, others: this.#store.othersOfDay(row) });
    if (refusal) return refusal;
    return { status: 200, headers: jsonHeaders(), body: this.#store.remove(id, cause) };
  }

  /**
   * @param {Parameters<Check>[1]} input
   * @returns {Answer | null}
   */
  #refusal(input) {
    const problem = this.#check(SLICE, input);
    if (!problem) return null;
    const { code, message, where, details } = problem;
    if (code !== 'check_failed') throw new Error(`The check could not be made: ${code}: ${message} (${where})`);
    return problemAnswer(422, 'check_failed', message, { .../** @type {object} */ (details), field: where });
  }
}

/**
 * @param {number} status
 * @param {Row} row
 * @returns {Answer}
 */
export function rowAnswer(status, row) {
  return { status, headers: { ...jsonHeaders(), etag: entityTag(row.version) }, body: row };
}

/**
 * @param {string} id
 * @returns {Answer}
 */
export function absentProblem(id) {
  return problemAnswer(404, 'not_found', `There is no slot with the id ${id}.`, { field: 'id' });
}

/** @returns {Record<string, string>} */
export function jsonHeaders() {
  return { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' };
}

/**
 * @param {Row} row
 * @param {string | undefined} ifMatch
 */
function isStale(row, ifMatch) {
  return ifMatch !== undefined && !matchesStrongly(ifMatch, entityTag(row.version));
}

/**
 * @param {Row} row
 * @returns {Answer}
 */
function staleProblem(row) {
  const detail = `The slot has version ${row.version} by now; look at it and decide again.`;
  const answer = problemAnswer(412, 'version_mismatch', detail, { field: 'if-match', row });
  return { ...answer, headers: { ...answer.headers, etag: entityTag(row.version) } };
}

/**
 * RFC 7396 on a flat row: null removes a member, which leaves its default.
 *
 * @param {Row} row
 * @param {Record<string, unknown>} changes
 * @returns {Slot}
 */
function mergePatch(row, changes) {
  const kept = Object.entries(changes).filter(([, value]) => value !== null);
  const removed = Object.entries(DEFAULTS).filter(([name]) => changes[name] === null);
  return { ...row, ...Object.fromEntries(removed), ...Object.fromEntries(kept) };
}
