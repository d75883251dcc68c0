// Bundlers whose output any static server serves. Each page is served under the strictest policy that WebAssembly allows, but
// for Parcel's: it writes an import map into the page, which is a script of the page's own.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { projectSources } from '../../tools/bundler-projects.js';
import { prepareProject, runScript } from './support/project.js';
import { serveFolder, strictPolicy } from './support/site.js';
import { crossesToSecondTab, launchBrowser } from './support/tabs.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => void (browser = await launchBrowser()));
after(() => browser.close());

/**
 * @param {string} name
 * @param {{ ownPage?: boolean }} [options] whether the bundler writes index.html itself
 * @returns {Promise<string>} the folder that it built
 */
async function build(name, { ownPage = false } = {}) {
  const folder = await prepareProject(name);
  await runScript(folder, 'build');
  const dist = join(folder, 'dist');
  if (!ownPage) cpSync(join(projectSources('shared'), 'index.html'), join(dist, 'index.html'));
  return dist;
}

/**
 * @param {string} folder
 * @param {{ path?: string, policy?: string }} [options]
 */
async function crosses(folder, { path = '', policy } = { policy: strictPolicy }) {
  const site = await serveFolder(folder, { policy });
  try {
    await crossesToSecondTab(browser, `${site.origin}/${path}`, { policy });
  } finally {
    await site.stop();
  }
}

describe('a change crosses to a second tab, of a page built by', () => {
  it('Vite', async () => crosses(await build('vite', { ownPage: true })));
  it('webpack 5', async () => crosses(await build('webpack')));
  it('esbuild, with the .wasm as a file', async () => crosses(await build('esbuild')));
  it('Parcel', async () => crosses(await build('parcel', { ownPage: true }), {}));

  it('Rollup: with the .wasm as a file, and as one classic script with nothing beside it', async () => {
    const folder = await build('rollup');
    await crosses(folder);
    for (const name of readdirSync(folder)) if (name !== 'inline.js') rmSync(join(folder, name), { recursive: true });
    cpSync(join(projectSources('rollup'), 'inline.html'), join(folder, 'inline.html'));
    await crosses(folder, { path: 'inline.html', policy: strictPolicy });
    assert.deepEqual(readdirSync(folder).sort(), ['inline.html', 'inline.js']);
  });
});
