/**
 * The availability rows and their history in SQL. It checks nothing: rules and preconditions are the callers'.
 *
 * Every method runs on its own or inside the caller's transaction; writes must be in one (`AvailabilityStore.write`),
 * so that a row, its history entry and what depends on them are stored together or not at all.
 */

/**
 * @typedef {object} Slot what clients may write
 * @property {string} id
 * @property {string} therapistId
 * @property {string} therapistName
 * @property {string} date YYYY-MM-DD
 * @property {string} startTime HH:MM
 * @property {string} endTime HH:MM
 * @property {boolean} isActive
 * @property {string} notes
 */

/** @typedef {Slot & { version: number, updatedAt: string }} Row a slot as it is stored and answered */
/** @typedef {{ id: string, version: number }} Tombstone */
/** @typedef {{ revision: number, rows: Row[], tombstones: Tombstone[], mutations: string[] }} Changes */

/** How many of the newest changes are kept; a reader that is further behind takes the list. */
export const HISTORY_REVISIONS_KEPT = 10_000;

const COLUMNS = `id, therapist_id AS therapistId, therapist_name AS therapistName, date, start_time AS startTime,
  end_time AS endTime, is_active AS isActive, notes, version, updated_at AS updatedAt`;

const STATEMENTS = {
  revision: `SELECT MAX(revision) AS revision, changed_at AS changedAt FROM change`,
  oldest: `SELECT MIN(revision) FROM change`,
  all: `SELECT ${COLUMNS} FROM availability ORDER BY id`,
  count: `SELECT COUNT(*) FROM availability`,
  one: `SELECT ${COLUMNS} FROM availability WHERE id = ?`,
  day: `SELECT ${COLUMNS} FROM availability WHERE therapist_id = ? AND date = ? AND id <> ? ORDER BY start_time, id`,
  changedRows: `SELECT ${COLUMNS} FROM availability WHERE version > ? ORDER BY version`,
  tombstones: `SELECT row_id AS id, MAX(revision) AS version FROM change WHERE revision > ? AND deleted = 1
    AND NOT EXISTS (SELECT 1 FROM availability WHERE id = row_id) GROUP BY row_id ORDER BY version`,
  mutations: `SELECT mutation FROM change WHERE revision > ? AND mutation IS NOT NULL ORDER BY revision`,
  addChange: `INSERT INTO change (row_id, deleted, mutation, changed_at) VALUES (?, ?, ?, ?)`,
  dropHistory: `DELETE FROM change WHERE revision <= ?`,
  put: `INSERT OR REPLACE INTO availability (id, therapist_id, therapist_name, date, start_time, end_time, is_active,
    notes, version, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  remove: `DELETE FROM availability WHERE id = ?`,
};

export class AvailabilityStore {
  #database;
  #historyRevisions;
  /** @type {Record<keyof STATEMENTS, import('better-sqlite3').Statement>} */
  #sql;

  /**
   * @param {import('better-sqlite3').default} database
   * @param {{ historyRevisions?: number }} [options]
   */
  constructor(database, { historyRevisions = HISTORY_REVISIONS_KEPT } = {}) {
    this.#database = database;
    this.#historyRevisions = historyRevisions;
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
    this.#sql = Object.fromEntries(prepared);
    for (const name of /** @type {const} */ (['oldest', 'count', 'mutations'])) this.#sql[name].pluck();
  }

  /**
   * Runs `work` in one transaction that holds the write lock from its start, so what it reads cannot change before it
   * writes. Committed, and on disk, when this returns; rolled back where `work` throws.
   *
   * @template Result
   * @param {() => Result} work
   * @returns {Result}
   */
  write(work) {
    return this.#database.transaction(work).immediate();
  }

  /**
   * Runs `work` on one unchanging state of the database.
   *
   * @template Result
   * @param {() => Result} work
   * @returns {Result}
   */
  read(work) {
    return this.#database.transaction(work)();
  }

  /**
   * The number of the last change and its time; zeros where nothing was ever written.
   *
   * @returns {{ revision: number, changedAt: number }}
   */
  revision() {
    const found = /** @type {{ revision: number | null, changedAt: number | null }} */ (this.#sql.revision.get());
    return { revision: found.revision ?? 0, changedAt: found.changedAt ?? 0 };
  }

  /** @returns {number} */
  count() {
    return /** @type {number} */ (this.#sql.count.get());
  }

  /** @returns {Row[]} */
  list() {
    return this.#sql.all.all().map(toRow);
  }

  /**
   * @param {string} id
   * @returns {Row | null}
   */
  find(id) {
    const found = this.#sql.one.get(id);
    return found === undefined ? null : toRow(found);
  }

  /**
   * The other slots of that therapist on that day: what the slice's checks compare with.
   *
   * @param {Slot} slot
   * @returns {Row[]}
   */
  othersOfDay({ therapistId, date, id }) {
    return this.#sql.day.all(therapistId, date, id).map(toRow);
  }

  /**
   * What changed after revision `since`: rows as they now stand, tombstones of those that are gone, and the
   * Idempotency-Keys of the writes in the range. Null where the history does not reach back that far, or where `since`
   * was never reached by this database (it was restored from a backup, or made anew).
   *
   * @param {number} since
   * @returns {Changes | null}
   */
  changesSince(since) {
    return this.read(() => {
      const { revision } = this.revision();
      const oldest = /** @type {number | null} */ (this.#sql.oldest.get()) ?? 1;
      if (since > revision || since < oldest - 1) return null;
      return {
        revision,
        rows: this.#sql.changedRows.all(since).map(toRow),
        tombstones: /** @type {Tombstone[]} */ (this.#sql.tombstones.all(since)),
        mutations: /** @type {string[]} */ (this.#sql.mutations.all(since)),
      };
    });
  }

  /**
   * Stores a slot, new or changed, under the next revision.
   *
   * @param {Slot} slot
   * @param {{ mutation: string | null, at: number }} cause the write's Idempotency-Key, and when it happened
   * @returns {Row}
   */
  put(slot, cause) {
    const version = this.#addChange(slot.id, false, cause);
    const updatedAt = new Date(cause.at).toISOString();
    const { id, therapistId, therapistName, date, startTime, endTime, isActive, notes } = slot;
    const values = [id, therapistId, therapistName, date, startTime, endTime, Number(isActive), notes];
    this.#sql.put.run(...values, version, updatedAt);
    return { id, therapistId, therapistName, date, startTime, endTime, isActive, notes, version, updatedAt };
  }

  /**
   * Removes a row that is there, under the next revision.
   *
   * @param {string} id
   * @param {{ mutation: string | null, at: number }} cause
   * @returns {Tombstone}
   */
  remove(id, cause) {
    const version = this.#addChange(id, true, cause);
    this.#sql.remove.run(id);
    return { id, version };
  }

  /**
   * @param {string} id
   * @param {boolean} deleted
   * @param {{ mutation: string | null, at: number }} cause
   * @returns {number} the new revision
   */
  #addChange(id, deleted, { mutation, at }) {
    const revision = Number(this.#sql.addChange.run(id, Number(deleted), mutation, at).lastInsertRowid);
    this.#sql.dropHistory.run(revision - this.#historyRevisions);
    return revision;
  }
}

/**
 * @param {unknown} record
 * @returns {Row}
 */
function toRow(record) {
  const row = /** @type {Omit<Row, 'isActive'> & { isActive: number }} */ (record);
  return { ...row, isActive: row.isActive === 1 };
}
