/** The real server on a free port with a database of its own, and what a test does behind the tabs' backs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from 'tablattice/rules';

import { startServer } from '../../../server/start-server.js';

/**
 * @typedef {import('tablattice/availability').Availability} Availability
 *
 * @typedef {object} Site
 * @property {string} origin
 * @property {(slot: Partial<Availability>) => Promise<Availability>} add a slot that no tab hears of
 * @property {(id: string, changes: Partial<Availability>) => Promise<Availability>} change what no tab hears of either
 * @property {() => Promise<Availability[]>} rows as the database has them, by date and start
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} pagesPath the built pages
 * @returns {Promise<Site>}
 */
export async function openSite(pagesPath) {
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-browser-'));
  const databasePath = join(folder, 'test.db');
  const { origin, close } = await startServer({ port: 0, databasePath, check, pagesPath });
  const api = `${origin}/api/availability`;
  return {
    origin,
    add: (slot) => asked(api, { method: 'POST', body: slot }),
    change: (id, changes) => asked(`${api}/${id}`, { method: 'PATCH', body: changes }),
    rows: async () => (await asked(api)).rows.sort(byTime),
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {Availability} left
 * @param {Availability} right
 */
function byTime(left, right) {
  return `${left.date} ${left.startTime}` < `${right.date} ${right.startTime}` ? -1 : 1;
}

/**
 * @param {string} url
 * @param {{ method?: string, body?: unknown }} [request]
 * @returns {Promise<any>} the answer's body
 */
async function asked(url, { method = 'GET', body } = {}) {
  const content =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...content });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}
