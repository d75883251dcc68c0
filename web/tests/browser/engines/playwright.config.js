/** The same pages in Firefox and WebKitGTK. Run by `npm test -- engines`. */
import { defineConfig } from '@playwright/test';

import { inRoot } from '../../../tools/paths.js';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: inRoot('build', 'engines-results'),
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { actionTimeout: 15_000 },
  projects: /** @type {const} */ (['firefox', 'webkit']).map((engine) => ({ name: engine, use: { engine } })),
});
