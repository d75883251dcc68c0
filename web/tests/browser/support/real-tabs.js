/**
 * Tabs as a person has them: the one in front is visible, the others are hidden and can be frozen. In a browser that
 * Playwright starts, every tab believes that it is seen, so this one is started here and only connected to.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';

/**
 * @typedef {object} RealTabs
 * @property {string} origin of the server: such a browser has no base address
 * @property {import('@playwright/test').BrowserContext} context
 * @property {() => Promise<import('@playwright/test').Page>} newPage opens in front
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} origin
 * @param {{ executablePath?: string, args?: string[] }} launchOptions
 * @returns {Promise<RealTabs>}
 */
export async function openRealTabs(origin, { executablePath = '', args = [] }) {
  const profile = mkdtempSync(join(tmpdir(), 'tablattice-profile-'));
  const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(executablePath, [...own, ...args, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const browser = await chromium.connectOverCDP(await addressOf(child), { noDefaults: true });
  const context = browser.contexts()[0];
  return {
    origin,
    context,
    newPage: () => context.newPage(),
    async close() {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close'); // not killed: its other processes would still write into the profile
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>} where it can be connected to, as it says itself
 */
async function addressOf({ stderr }) {
  const lines = [];
  for await (const line of createInterface({ input: /** @type {import('node:stream').Readable} */ (stderr) })) {
    const address = /^DevTools listening on (\S+)/.exec(line)?.[1];
    if (address) return address;
    lines.push(line);
  }
  throw new Error(`The browser did not start:\n${lines.join('\n')}`);
}
