/** The folder that a test's server serves: the built pages and, below `/web`, the module's sources and the tests' own page. */
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../../../tools/paths.js';

/** Where a server of that folder has what lies beside this file. */
const pageFolder = '/web/tests/browser/support/page';

/** The address of the page that is nothing but the module: see page/tab.js. */
export const tabPath = `${pageFolder}/tab`;

/**
 * @param {string} folder is made
 * @param {string} builtPath the built pages
 * @param {{ without?: 'broadcast-channel' }} [browser] what the pages' scripts are not to find, whatever the browser has
 */
export function makePagesFolder(folder, builtPath, { without } = {}) {
  mkdirSync(folder);
  symlinkSync(inRoot('web'), join(folder, 'web'));
  for (const name of readdirSync(builtPath)) cpSync(join(builtPath, name), join(folder, name), { recursive: true });
  if (without === undefined) return;
  // Before all other scripts, as a file: the pages' content security policy allows no script of a page's own.
  const script = `<head><script src="${pageFolder}/without-${without}.js"></script>`;
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.html'))) {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace('<head>', script));
  }
}
