/** `test` with a server of its own for each test, whose pages are tabs of one profile (`context`). */
import { test as base } from '@playwright/test';

import { inRoot } from '../../../tools/paths.js';
import { openSite } from './site.js';

export { expect } from '@playwright/test';

/** @typedef {import('./site.js').Site} Site */

/**
 * @typedef {object} Fixtures
 * @property {string} pagesPath the built pages
 * @property {Site} site
 */

/** @type {import('@playwright/test').Fixtures<Fixtures, {}, import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions>} */
const fixtures = {
  pagesPath: [inRoot('build', 'pages'), { option: true }],

  site: async ({ pagesPath }, use) => {
    const site = await openSite(pagesPath);
    await use(site);
    await site.close();
  },

  baseURL: ({ site }, use) => use(site.origin),

  // Whatever a test is about: nothing may be thrown into the browser's event loop in any of its tabs.
  context: async ({ context }, use) => {
    /** @type {Error[]} */
    const thrown = [];
    context.on('weberror', (error) => thrown.push(error.error()));
    await use(context);
    if (thrown.length > 0) throw thrown[0];
  },
};

export const test = base.extend(fixtures);
