/**
 * Idempotency-Key: a request that carries one is carried out once, however often it is sent.
 *
 * The answer is stored in the transaction of the write that it answers, so either both are there or neither. One
 * process writes at a time, so a key is never "in progress": the second of two requests waits, then gets the first
 * one's answer.
 *
 * Refusals are remembered too: a slot that was refused stays refused, even if it would fit by now. The exception is
 * 412. It says that this attempt came too late and that nothing was done; the client takes the current row and tries
 * again under the same key with another If-Match. Versions never come back, so an attempt that is repeated as it was
 * gets 412 again.
 */
import { createHash } from 'node:crypto';

/** How long answers are remembered. A client must not repeat a request that is older. */
export const IDEMPOTENCY_MEMORY_MS = 24 * 60 * 60 * 1000;

const PRECONDITION_FAILED = 412;

/** @typedef {import('./problems.js').Answer} Answer */

export class IdempotencyMemory {
  #purge;
  #find;
  #remember;

  /** @param {import('better-sqlite3').default} database */
  constructor(database) {
    this.#purge = database.prepare('DELETE FROM idempotency WHERE created_at <= ?');
    this.#find = database.prepare('SELECT fingerprint, status, headers, body FROM idempotency WHERE key = ?');
    this.#remember = database.prepare(
      'INSERT INTO idempotency (key, fingerprint, status, headers, body, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /**
   * The answer that was given under this key; null where none is remembered; `mismatch` where the key was used for
   * another request. Call it inside the write's transaction.
   *
   * @param {string} key
   * @param {string} fingerprint
   * @param {number} now
   * @returns {Answer | 'mismatch' | null}
   */
  recall(key, fingerprint, now) {
    this.#purge.run(now - IDEMPOTENCY_MEMORY_MS);
    const found = this.#find.get(key);
    if (found === undefined) return null;
    const entry = /** @type {{ fingerprint: string, status: number, headers: string, body: string }} */ (found);
    if (entry.fingerprint !== fingerprint) return 'mismatch';
    return { status: entry.status, headers: JSON.parse(entry.headers), body: JSON.parse(entry.body) };
  }

  /**
   * Stores what was answered. Call it inside the write's transaction, after `recall` found nothing.
   *
   * @param {string} key
   * @param {string} fingerprint
   * @param {Answer} answer
   * @param {number} now
   */
  remember(key, fingerprint, { status, headers, body }, now) {
    if (status === PRECONDITION_FAILED) return;
    this.#remember.run(key, fingerprint, status, JSON.stringify(headers), JSON.stringify(body), now);
  }
}

/**
 * What makes two requests the same: method, path and body, whatever the order of its members. If-Match is left out: it
 * belongs to an attempt, not to the mutation that the key names.
 *
 * @param {string} method
 * @param {string} path
 * @param {Record<string, unknown> | undefined} body a flat object
 * @returns {string}
 */
export function requestFingerprint(method, path, body = {}) {
  const members = Object.entries(body).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([method, path, members]))
    .digest('hex');
}
