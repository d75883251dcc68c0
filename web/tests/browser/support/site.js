/** The real server on a free port with a database of its own, and what a test does behind the tabs' backs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from 'tablattice/rules';

import { startServer } from '../../../server/start-server.js';
import { inRoot } from '../../../tools/paths.js';

/**
 * @typedef {import('tablattice/availability').Availability} Availability
 *
 * @typedef {object} Site
 * @property {string} origin
 * @property {(slot: Partial<Availability>) => Promise<Availability>} add a slot that no tab hears of
 * @property {() => Promise<Availability[]>} rows as the database has them
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Site>} */
export async function openSite() {
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-browser-'));
  const databasePath = join(folder, 'test.db');
  const { origin, close } = await startServer({ port: 0, databasePath, check, pagesPath: inRoot('build', 'pages') });
  const api = `${origin}/api/availability`;
  return {
    origin,
    add: (slot) => asked(api, { method: 'POST', headers: { 'content-type': 'application/json' }, body: slot }),
    rows: async () => (await asked(api)).rows,
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: unknown }} [request]
 * @returns {Promise<any>} the answer's body
 */
async function asked(url, { body, ...init } = {}) {
  const response = await fetch(url, { ...init, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}
