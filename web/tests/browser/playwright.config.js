/** The browser tests: real tabs of one Chromium profile on the real server. Run by `npm test -- browser`. */
import { defineConfig } from '@playwright/test';

import { inRoot } from '../../tools/paths.js';
import { launchOptions } from './support/chromium.js';

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
    launchOptions,
  },
});
