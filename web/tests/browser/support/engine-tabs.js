/** Tabs that are nothing but the module (page/tab.js), for what dashboards are too much for. */
import { expect } from '@playwright/test';

import { tabPath } from './pages-folder.js';
import { openPage } from './profile.js';

/** @typedef {import('tablattice/availability').Availability} Availability */
/** @typedef {import('tablattice').EngineStatus} EngineStatus */

/**
 * What such a page has. Here it is undefined; the functions below find it where they are run.
 *
 * @type {{ engine: import('tablattice').Engine, slots: import('tablattice').Collection<Availability>, errors: { code: string }[] }}
 */
const { engine, slots, errors } = /** @type {any} */ (globalThis);

/** By default sync events alone keep a tab up to date. */
const onceAnHour = { activeMs: 3_600_000, idleMs: 3_600_000 };

export class EngineTab {
  /** @param {import('@playwright/test').Page} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {Partial<Availability>} row
   * @returns {Promise<{ id: string, name: string }>} the key and the mutation's name, not waiting for the server's answer;
   *   rejects where the engine refuses it at once
   */
  create(row) {
    return this.page.evaluate(async (row) => {
      const write = slots.create(row);
      if (write.mutation === undefined) await write;
      return { id: String(write.id), name: String(write.mutation) };
    }, row);
  }

  /**
   * @param {string} id
   * @param {Partial<Availability>} changes
   * @returns {Promise<string>} the mutation's name, as above
   */
  update(id, changes) {
    return this.page.evaluate(async ([id, changes]) => {
      const write = slots.update(id, changes);
      if (write.mutation === undefined) await write;
      return String(write.mutation);
    }, /** @type {const} */ ([id, changes]));
  }

  /** @returns {Promise<EngineStatus>} */
  status() {
    return this.page.evaluate(() => engine.status());
  }

  /** @returns {Promise<string[]>} the codes of what was reported */
  errors() {
    return this.page.evaluate(() => errors.map(({ code }) => code));
  }

  /** @returns {Promise<Availability[]>} what it shows, by id, marks of the engine's own included */
  async rows() {
    const rows = await this.page.evaluate(() => slots.keys().map((id) => /** @type {Availability} */ (slots.get(id))));
    return rows.sort(byId);
  }

  /**
   * Waits until it shows exactly these rows, all of them saved.
   *
   * @param {Availability[]} rows
   */
  async shows(rows) {
    await expect.poll(() => this.rows()).toEqual([...rows].sort(byId));
  }

  /** Waits until nothing that this tab was told to do waits for its answer. */
  async saved() {
    await this.page.evaluate(() => engine.settled());
  }
}

/**
 * @param {Availability} left
 * @param {Availability} right
 */
function byId(left, right) {
  return left.id < right.id ? -1 : 1;
}

/**
 * Opens one more tab and waits until it has its rows.
 *
 * @param {import('./profile.js').Profile} profile
 * @param {Record<string, unknown>} [options] what `createEngine` is given besides the collection
 */
export async function openTab(profile, options = {}) {
  const page = await openPage(profile, tabPath, { options: JSON.stringify({ poll: onceAnHour, ...options }) });
  await page.waitForFunction(
    () => 'engine' in globalThis && engine.status().collections.availability.status === 'ready',
  );
  return new EngineTab(page);
}
