// No bundler: a page with an import map, and an engine in a module worker.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { prepareProject } from './support/project.js';
import { serveFolder, strictPolicy } from './support/site.js';
import { crossesToSecondTab, launchBrowser, openProfile } from './support/tabs.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => void (browser = await launchBrowser()));
after(() => browser.close());

/**
 * @param {string} name
 * @param {(origin: string) => Promise<void>} use
 * @param {string} [policy]
 */
async function serve(name, use, policy) {
  const site = await serveFolder(await prepareProject(name), { policy });
  try {
    await use(site.origin);
  } finally {
    await site.stop();
  }
}

describe('without a bundler', () => {
  it('a change crosses to a second tab, of a page with an import map', () =>
    serve('import-map', (origin) => crossesToSecondTab(browser, origin)));

  it('a change crosses to a second tab, from one module worker to another', () =>
    serve('worker', (origin) => crossesToSecondTab(browser, origin, { policy: strictPolicy }), strictPolicy));

  it('a .wasm that is not there is told as wasm_not_found, with the cures', () =>
    serve('import-map', async (origin) => {
      const { context } = await openProfile(browser);
      await context.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'Not found' }));
      const page = await context.newPage();
      await page.goto(origin);
      const told = await page.locator('output').textContent();
      await context.close();
      assert.match(told ?? '', /^wasm_not_found: /);
      for (const cure of ['createEngine({ wasm })', 'tablattice/tablattice.wasm', 'tablattice/inline'])
        assert.ok(told?.includes(cure), cure);
    }));
});
