/** `test` with a server, and the dashboards in Firefox or WebKitGTK, as the project says. */
import { test as base } from '@playwright/test';

import { findFirefox } from '../../../tools/find.js';
import { inRoot } from '../../../tools/paths.js';
import { openDashboards } from '../support/dashboards.js';
import { openSite } from '../support/site.js';
import { openWebKitDashboards } from '../support/webkit-dashboards.js';
import { openWebKit } from '../support/webkit.js';

export { expect } from '@playwright/test';

/**
 * @typedef {import('../support/site.js').Site} Site
 */

/**
 * @typedef {object} Options
 * @property {'firefox' | 'webkit'} engine
 * @property {'broadcast-channel' | undefined} without what the pages do not find
 *
 * @typedef {object} Fixtures
 * @property {Site} site
 * @property {Awaited<ReturnType<typeof openDashboards | typeof openWebKitDashboards>>} dashboards open, in one profile
 */

/** @type {import('@playwright/test').Fixtures<Options & Fixtures, {}, import('@playwright/test').PlaywrightTestArgs, import('@playwright/test').PlaywrightWorkerArgs>} */
const fixtures = {
  engine: ['firefox', { option: true }],
  without: [undefined, { option: true }],

  site: async ({ without }, use) => {
    const site = await openSite(inRoot('build', 'pages'), { without });
    await use(site);
    await site.close();
  },

  dashboards: async ({ engine, playwright, site }, use) => {
    if (engine === 'webkit') {
      const { driver, close } = await openWebKit();
      await finallyClose(close, async () => use(await openWebKitDashboards(driver, site.origin)));
      return;
    }
    // The stock browser, by WebDriver BiDi.
    const executablePath = findFirefox();
    const browser = await playwright.firefox.launch({ channel: 'moz-firefox', executablePath, headless: true });
    await finallyClose(
      () => browser.close(),
      async () => {
        const context = await browser.newContext();
        await use(await openDashboards({ newPage: () => context.newPage(), origin: site.origin }));
      },
    );
  },
};

/**
 * @param {() => Promise<void>} close
 * @param {() => Promise<void>} work
 */
async function finallyClose(close, work) {
  try {
    await work();
  } finally {
    await close();
  }
}

export const test = base.extend(fixtures);
