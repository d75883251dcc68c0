// The reference server with so many rows, and a Chromium with one profile.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { check } from 'tablattice/rules';

import { AvailabilityStore } from '../../server/availability-store.js';
import { openDatabase } from '../../server/database.js';
import { startServer } from '../../server/start-server.js';
import { launchOptions } from '../../tests/browser/support/chromium.js';
import { makePagesFolder } from '../../tests/browser/support/pages-folder.js';
import { inRoot } from '../../tools/paths.js';
import { firstNotes, gridSlots } from './rows.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof openSite>>} Site */

/** A page of 100,000 rows opens in seconds; a machine may be busy with much else. */
const waitMsMax = 300_000;

/** @param {{ rows: number, seed: number }} options */
export async function openSite({ rows, seed }) {
  const folder = mkdtempSync(join(tmpdir(), 'tablattice-bench-'));
  const databasePath = join(folder, 'bench.db');
  fillDatabase(databasePath, gridSlots(rows, seed));
  const pagesPath = join(folder, 'pages');
  makePagesFolder(pagesPath, inRoot('build', 'pages'));
  const { origin, close } = await startServer({ port: 0, databasePath, check, pagesPath });
  const browser = await chromium.launch(launchOptions);
  const context = await browser.newContext();
  context.setDefaultTimeout(waitMsMax);
  /** @type {Error[]} */
  const thrown = [];
  context.on('weberror', (error) => thrown.push(error.error()));

  return {
    context,

    /**
     * @param {string} path
     * @returns {Promise<Page>}
     */
    async open(path) {
      const page = await context.newPage();
      await page.goto(origin + path);
      return page;
    },

    /** Throws what a tab has thrown. */
    async close() {
      await browser.close();
      await close();
      rmSync(folder, { recursive: true, force: true });
      if (thrown.length > 0) throw thrown[0];
    },
  };
}

/**
 * @param {string} path
 * @param {import('./rows.js').Slot[]} slots
 */
function fillDatabase(path, slots) {
  const database = openDatabase(path);
  const store = new AvailabilityStore(database);
  store.write(() => {
    for (const slot of slots) store.put(slot, { mutation: null, at: Date.now() });
  });
  database.close();
}

/** Where the server has what lies in the folder `page`. */
const folder = '/web/bench/browser/page';

/** A tab without an engine. @param {Site} site */
export async function openBare({ open }) {
  const page = await open(`${folder}/bare`);
  await page.waitForFunction(() => 'bare' in globalThis);
  return page;
}

/** A tab that is nothing but the module, with its rows. @param {Site} site */
export async function openTab({ open }) {
  const page = await open(`${folder}/tab`);
  await page.waitForFunction(() => /** @type {any} */ (globalThis).bench?.ready());
  return page;
}

/** The address of a dashboard that lives on sync events alone. @param {string} name */
const address = (name) => `/${name}?poll=3600000&id=th-0`;

/**
 * A dashboard, with its rows.
 *
 * @param {Site} site
 * @param {'operator' | 'therapist'} name
 */
export async function openDashboard({ open }, name) {
  const page = await open(address(name));
  await page.waitForFunction((text) => document.body.textContent?.includes(text), firstNotes);
  return page;
}
