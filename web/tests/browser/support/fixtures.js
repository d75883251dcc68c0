/** `test` with a server of its own for each test, whose pages are tabs of one profile (`context`). */
import { test as base } from '@playwright/test';

import { inRoot } from '../../../tools/paths.js';
import { openRealTabs } from './real-tabs.js';
import { openSite } from './site.js';

export { expect } from '@playwright/test';

/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */
/** @typedef {import('./real-tabs.js').RealTabs} RealTabs */
/** @typedef {import('./site.js').Site} Site */

/**
 * @typedef {object} Fixtures
 * @property {string} pagesPath the built pages
 * @property {Site} site
 * @property {RealTabs} realTabs a profile of which only the tab in front is visible
 */

/** @type {import('@playwright/test').Fixtures<Fixtures, {}, import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions, import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions>} */
const fixtures = {
  pagesPath: [inRoot('build', 'pages'), { option: true }],

  site: async ({ pagesPath }, use) => {
    const site = await openSite(pagesPath);
    await use(site);
    await site.close();
  },

  baseURL: ({ site }, use) => use(site.origin),

  context: async ({ context }, use) => {
    await withoutThrowing(context, () => use(context));
  },

  realTabs: async ({ site, launchOptions }, use) => {
    const tabs = await openRealTabs(site.origin, launchOptions);
    try {
      await withoutThrowing(tabs.context, () => use(tabs));
    } finally {
      await tabs.close();
    }
  },
};

/**
 * Whatever a test is about: nothing may be thrown into the browser's event loop in any of its tabs.
 *
 * @param {BrowserContext} context
 * @param {() => Promise<void>} work
 */
async function withoutThrowing(context, work) {
  /** @type {Error[]} */
  const thrown = [];
  context.on('weberror', (error) => thrown.push(error.error()));
  await work();
  if (thrown.length > 0) throw thrown[0];
}

export const test = base.extend(fixtures);
