/** The browser tests: real tabs of one Chromium profile on the real server. Run by `npm test -- browser`. */
import { defineConfig } from '@playwright/test';

import { findBrowser } from '../../tools/find.js';
import { inRoot } from '../../tools/paths.js';

const executablePath = findBrowser();
if (!executablePath) throw new Error('No Chromium here: install it, or say where it is by CHROMIUM_PATH.');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  testIgnore: 'engines/**', // other browsers: a suite of its own
  outputDir: inRoot('build', 'browser-results'),
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 15_000,
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox', // the tests may run as root, in a container
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
