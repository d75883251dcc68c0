/** The real server on a free port with a database of its own, and what a test does behind the tabs' backs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from 'tablattice/rules';

import { startServer } from '../../../server/start-server.js';
import { openLine } from './line.js';
import { makePagesFolder } from './pages-folder.js';
import { RequestLog } from './request-log.js';

/**
 * @typedef {import('tablattice/availability').Availability} Availability
 *
 * @typedef {object} Site
 * @property {string} origin where the tabs find it
 * @property {string} directOrigin where the test does, even while the line is cut
 * @property {import('./line.js').Line} line
 * @property {RequestLog} log what the tabs ask
 * @property {(slot: Partial<Availability>) => Promise<Availability>} add a slot that no tab hears of
 * @property {(id: string, changes: Partial<Availability>) => Promise<Availability>} change what no tab hears of either
 * @property {() => Promise<Availability[]>} rows as the database has them, by date and start
 * @property {() => Promise<string[]>} written the names of the tabs' mutations, in the order in which they were carried out,
 *   one each time that it was
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} builtPath the built pages
 * @param {Parameters<typeof makePagesFolder>[2]} [browser]
 * @returns {Promise<Site>}
 */
export async function openSite(builtPath, browser) {
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-browser-'));
  const pagesPath = join(folder, 'pages');
  makePagesFolder(pagesPath, builtPath, browser);
  const log = new RequestLog();
  const databasePath = join(folder, 'test.db');
  const { origin: directOrigin, close } = await startServer({
    port: 0,
    databasePath,
    check,
    pagesPath,
    logger: log.logger,
  });
  const line = await openLine(directOrigin);
  const api = `${directOrigin}/api/availability`;
  return {
    origin: line.origin,
    directOrigin,
    line,
    log,
    add: (slot) => asked(api, { method: 'POST', body: slot }),
    change: (id, changes) => asked(`${api}/${id}`, { method: 'PATCH', body: changes }),
    rows: async () => (await asked(api)).rows.sort(byTime),
    written: async () => (await asked(`${api}/changes?since=0`)).mutations,
    async close() {
      await line.close();
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
  const headers = { 'user-agent': RequestLog.testAgent, ...(body === undefined ? {} : json) };
  const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

const json = { 'content-type': 'application/json' };
