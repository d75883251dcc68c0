// The npm packages of the lock file.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from './find.js';
import { inRoot } from './paths.js';
import { runOrFail, runToEnd } from './run.js';

/** @type {import('./step.js').Step} */
export const npmStep = {
  title: 'npm packages',
  upToDate: async () => installedAsLocked() && (await sqliteLoads()),
  run: async (say) => {
    const npm = findProgram('npm') ?? 'npm';
    await runOrFail(npm, ['ci', '--no-audit', '--no-fund', '--foreground-scripts'], {
      env: headersOfThisNode(),
      onOutput: say,
    });
  },
};

/** @param {string} path */
const readPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

// Optional packages are for other systems as well, so only those that must be there are compared.
function installedAsLocked() {
  const installedPath = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const installed = readPackages(installedPath);
  return Object.entries(readPackages(inRoot('package-lock.json'))).every(
    ([path, locked]) =>
      path === '' || locked.optional || locked.devOptional || installed[path]?.version === locked.version,
  );
}

// A binary for another Node version is found out only by loading it.
async function sqliteLoads() {
  const program = "new (require('better-sqlite3'))(':memory:').close()";
  return (await runToEnd(process.execPath, ['-e', program])).code === 0;
}

// better-sqlite3 is compiled where its prebuilt binary cannot be fetched. Node's headers mostly lie beside its binary; told
// so, node-gyp downloads nothing. (Not npm_config_nodedir: npm warns of settings that it does not know.)
function headersOfThisNode() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_package_config_node_gyp_nodedir: prefix } : {};
}
