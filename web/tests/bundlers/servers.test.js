// Tools that serve the page themselves: Vite's development server and Next.js.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { prepareProject, runScript, startServer } from './support/project.js';
import { crossesToSecondTab, launchBrowser } from './support/tabs.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => void (browser = await launchBrowser()));
after(() => browser.close());

describe('a change crosses to a second tab, of a page served by', () => {
  for (const [server, project] of Object.entries({ "Vite's": 'vite', "Vite 7's": 'vite-7' }))
    it(`${server} development server`, async () => {
      const site = await startServer(await prepareProject(project), ['vite', '--strictPort']);
      try {
        await crossesToSecondTab(browser, site.origin);
      } finally {
        await site.stop();
      }
    });

  it('Next.js, after a server render without an engine', async () => {
    const folder = await prepareProject('next');
    await runScript(folder, 'build');
    const site = await startServer(folder, ['next', 'start']);
    try {
      for (const address of [site.origin, `${site.origin}/suspense`]) {
        const rendered = await (await fetch(address)).text();
        assert.match(rendered, /<p>Loading…<\/p>/);
        await crossesToSecondTab(browser, address);
      }
    } finally {
      await site.stop();
    }
  });
});
