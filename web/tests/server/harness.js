/** What the server's tests share: an application on a database file of its own, and the real server as a process. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { check } from 'tablattice/rules';
import { buildApp } from '../../server/app.js';

/** @typedef {import('node:test').TestContext} TestContext */
/** @typedef {import('../../server/availability-store.js').Slot} Slot */

/**
 * An answer of the API. Tests read whatever members they expect of the body.
 *
 * @typedef {{ status: number, headers: import('light-my-request').Response['headers'], body: any }} ApiAnswer
 */

const START = Date.parse('2026-12-01T08:00:00.000Z');

/**
 * @param {TestContext} t
 * @returns {string} a folder that is gone after the test
 */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-server-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * @param {TestContext} t
 * @param {Partial<import('../../server/app.js').AppOptions>} [options]
 */
export async function makeApp(t, options = {}) {
  const clock = { now: START };
  const databasePath = options.databasePath ?? join(temporaryFolder(t), 'test.db');
  const { app, store } = await buildApp({ databasePath, check, now: () => clock.now, ...options });
  t.after(() => app.close());

  /**
   * @param {'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD'} method
   * @param {string} path
   * @param {{ body?: unknown, headers?: Record<string, string>, key?: string }} [request] a body that is no string or
   *   buffer is sent as JSON; `key` is the Idempotency-Key
   * @returns {Promise<ApiAnswer>}
   */
  async function call(method, path, { body, headers = {}, key } = {}) {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const payload = raw ? body : body === undefined ? undefined : JSON.stringify(body);
    const sent = {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    };
    const response = await app.inject({ method, url: path, payload, headers: sent });
    const isJson = String(response.headers['content-type']).includes('json');
    return { status: response.statusCode, headers: response.headers, body: isJson ? response.json() : response.body };
  }

  return { app, store, call, clock, databasePath };
}

/**
 * @param {Partial<Slot>} [members]
 * @returns {Partial<Slot>} a slot that the checks accept
 */
export function slot(members = {}) {
  return {
    therapistId: 'th-1',
    therapistName: 'Amara Okafor',
    date: '2026-12-02',
    startTime: '09:00',
    endTime: '10:00',
    ...members,
  };
}

/**
 * @param {string} address
 * @returns {Promise<any>} the list of a server that runs
 */
export async function fetchList(address) {
  return (await fetch(address)).json();
}

/**
 * @param {ApiAnswer} answer
 * @param {number} status
 * @param {string} code
 * @param {string} [field]
 */
export function assertProblem(answer, status, code, field) {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  assert.equal(answer.body.status, status);
  assert.equal(answer.body.code, code);
  assert.equal(answer.body.type, `urn:tablattice:problem:${code}`);
  assert.equal(answer.body.field, field);
  assert.ok(answer.body.title.length > 0 && answer.body.detail.length > 0);
}

/**
 * Runs a command of the server's folder.
 *
 * @param {TestContext} t
 * @param {string} file
 * @param {{ environment: Record<string, string>, parameters?: string[] }} options
 */
export function runCommand(t, file, { environment, parameters = [] }) {
  const path = fileURLToPath(new URL(`../../server/${file}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...output }));
  return { child, ended };
}

/**
 * Starts the real server on a free port and waits until it answers.
 *
 * @param {TestContext} t
 * @param {string} databasePath
 * @param {Record<string, string>} [more] further environment
 */
export async function startMain(t, databasePath, more = {}) {
  const environment = { PORT: '0', DATABASE_PATH: databasePath, ...more };
  const { child, ended } = runCommand(t, 'main.js', { environment });
  for await (const line of createInterface(child.stdout)) {
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (origin) return { child, ended, origin, api: `${origin}/api/availability` };
  }
  const { code, stderr } = await ended;
  throw new Error(`The server ended with ${code} before it listened: ${stderr}`);
}
