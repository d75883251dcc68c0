/// <reference path="./better-sqlite3.d.ts" />
/**
 * The database file: its tables, and the settings on which rests that no acknowledged write is ever lost.
 *
 * `change` is the history: one entry per write, numbered by the database-wide revision. A row's version is the revision
 * of its last change, so the newest entry of a row is what `availability.version` says, or its tombstone.
 * `idempotency` holds the answers to requests that carried an Idempotency-Key.
 */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';

const SCHEMA_VERSION = 1;

/** How long a write waits for another process (the seed command) that is writing. */
const BUSY_TIMEOUT_MS = 5000;

const SCHEMA = `
  CREATE TABLE availability (
    id TEXT PRIMARY KEY,
    therapist_id TEXT NOT NULL,
    therapist_name TEXT NOT NULL,
    date TEXT NOT NULL,
    start_time TEXT NOT NULL,
    end_time TEXT NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    notes TEXT NOT NULL,
    version INTEGER NOT NULL UNIQUE,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX availability_by_day ON availability (therapist_id, date);

  CREATE TABLE change (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    row_id TEXT NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    mutation TEXT,
    changed_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX idempotency_by_age ON idempotency (created_at);
`;

/** The database file cannot be used; the message says which file and why. */
export class DatabaseError extends Error {
  name = 'DatabaseError';
}

/**
 * Opens the file, making it and its folder where they are missing.
 *
 * @param {string} path
 * @returns {Database} the caller closes it
 * @throws {DatabaseError} where the file cannot be opened, is no database, or was made by a newer server
 */
export function openDatabase(path) {
  /** @type {Database | undefined} */
  let database;
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    makeDurable(database);
    prepareSchema(database);
    return database;
  } catch (error) {
    database?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The database ${path} cannot be used: ${reason}`, { cause: error });
  }
}

/**
 * With a write-ahead log, FULL syncs the log on every commit: what was committed survives kill -9 and power loss alike.
 * (The usual NORMAL would lose the last commits on power loss.)
 *
 * @param {Database} database
 */
function makeDurable(database) {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
}

/** @param {Database} database */
function prepareSchema(database) {
  const prepare = database.transaction(() => {
    const found = database.pragma('user_version', { simple: true });
    if (found === SCHEMA_VERSION) return;
    if (found !== 0) throw new Error(`it has schema ${found}, and this server knows schema ${SCHEMA_VERSION} only`);
    database.exec(SCHEMA);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  });
  prepare.immediate();
}
