/** The promise that an acknowledged write is never lost, held against the real server as a process of its own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { fetchList, slot, startMain, temporaryFolder } from './harness.js';

const WRITERS_COUNT = 64;
const ACKNOWLEDGED_BEFORE_END = 150;

/** @typedef {{ id: string, version: number, isActive: boolean }} Row */

/**
 * A stream of creates and updates by several writers until the server is gone; the server is sent `signal` in the
 * middle.
 *
 * @param {Awaited<ReturnType<typeof startMain>>} server
 * @param {NodeJS.Signals} signal
 * @returns {Promise<Map<string, Row>>} the newest acknowledged row by id
 */
async function writeUntilEnd({ child, api, ended }, signal) {
  /** @type {Map<string, Row>} */
  const acknowledged = new Map();
  let acknowledgements = 0;
  let running = true;

  /**
   * @param {string} method
   * @param {string} address
   * @param {string} key
   * @param {unknown} body
   */
  async function send(method, address, key, body) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const response = await fetch(address, { method, headers, body: JSON.stringify(body) });
    const row = /** @type {Row} */ (await response.json());
    if (child.killed && response.status === 503) throw new Error('The server is closing, and refused what came after.');
    assert.ok(response.ok, JSON.stringify(row));
    acknowledged.set(row.id, row);
    acknowledgements += 1;
    if (acknowledgements === ACKNOWLEDGED_BEFORE_END) child.kill(signal);
  }

  /** @param {number} writer */
  async function write(writer) {
    for (let count = 0; running; count += 1) {
      const id = `slot-${writer}-${count}`;
      const therapistId = `writer-${writer}-${count}`;
      await send('POST', api, `${writer}:${2 * count + 1}`, slot({ id, therapistId }));
      await send('PATCH', `${api}/${id}`, `${writer}:${2 * count + 2}`, { isActive: false });
    }
  }

  const writers = Array.from({ length: WRITERS_COUNT }, async (_, writer) => {
    try {
      await write(writer);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      running = false;
    }
  });
  await Promise.all(writers);
  await ended;
  assert.ok(acknowledgements >= ACKNOWLEDGED_BEFORE_END, `only ${acknowledgements} writes before the end`);
  return acknowledged;
}

/**
 * @param {string} databasePath
 * @returns {unknown}
 */
function integrity(databasePath) {
  const database = new Database(databasePath);
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} databasePath
 * @param {Map<string, Row>} acknowledged
 */
async function assertNothingLost(t, databasePath, acknowledged) {
  assert.equal(integrity(databasePath), 'ok');
  const { api } = await startMain(t, databasePath);
  const list = await fetchList(api);
  const rows = new Map(list.rows.map((/** @type {Row} */ row) => [row.id, row]));
  for (const [id, row] of acknowledged) {
    const stored = rows.get(id);
    assert.ok(stored, `${id} was acknowledged at version ${row.version} and is lost`);
    assert.ok(stored.version >= row.version, `${id} fell back to version ${stored.version} from ${row.version}`);
    if (stored.version === row.version) assert.deepEqual(stored, row);
  }
  const [id, row] = [...acknowledged][acknowledged.size - 1];
  await assertReplayed(api, id, row);
}

/**
 * What was written and acknowledged is also remembered under its key.
 *
 * @param {string} api
 * @param {string} id
 * @param {Row} row
 */
async function assertReplayed(api, id, row) {
  const [, writer, count] = id.split('-').map(Number);
  const headers = { 'content-type': 'application/json', 'idempotency-key': `${writer}:${2 * count + 1}` };
  const body = JSON.stringify(slot({ id, therapistId: `writer-${writer}-${count}` }));
  const response = await fetch(api, { method: 'POST', headers, body });
  assert.equal(response.status, 201);
  assert.equal(response.headers.get('idempotent-replayed'), 'true');
  const replayed = /** @type {Row} */ (await response.json());
  assert.equal(replayed.id, id);
  assert.ok(replayed.version <= row.version);
}

for (const signal of /** @type {const} */ (['SIGKILL', 'SIGINT'])) {
  test(`${signal} in the middle of writes loses no acknowledged one`, async (t) => {
    const databasePath = join(temporaryFolder(t), 'durability.db');
    const server = await startMain(t, databasePath);
    const acknowledged = await writeUntilEnd(server, signal);
    const { code, signal: endedBy } = await server.ended;
    assert.deepEqual([code, endedBy], signal === 'SIGKILL' ? [null, 'SIGKILL'] : [0, null]);
    await assertNothingLost(t, databasePath, acknowledged);
  });
}
