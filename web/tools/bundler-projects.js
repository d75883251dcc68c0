// The projects of web/tests/packaging/projects, each with its own packages, in build/bundlers. Exact versions stand in each
// package.json; the module itself is put in by the tests.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isStamped, stamp } from './fingerprint.js';
import { inParallel } from './parallel.js';
import { inRoot } from './paths.js';
import { runOrFail } from './run.js';

const sources = 'web/tests/packaging/projects';

/** @param {string} name */
export const projectSources = (name) => inRoot(sources, name);

/** @param {string} name */
export const projectFolder = (name) => inRoot('build', 'bundlers', name);

const manifest = (/** @type {string} */ name) => join(sources, name, 'package.json');
const isInstalled = (/** @type {string} */ name) =>
  existsSync(join(projectFolder(name), 'node_modules')) &&
  isStamped(`bundlers-${name}`, fingerprint([manifest(name)], process.version));

/** The projects that need packages of their own. */
function projectNames() {
  return readdirSync(inRoot(sources)).filter((name) => {
    if (!existsSync(inRoot(manifest(name)))) return false;
    const { dependencies, devDependencies } = JSON.parse(readFileSync(inRoot(manifest(name)), 'utf8'));
    return dependencies !== undefined || devDependencies !== undefined;
  });
}

/** @type {import('./step.js').Step} */
export const bundlerProjectsStep = {
  title: "Installing the bundlers' projects",
  upToDate: () => projectNames().every(isInstalled),
  run: (say) =>
    inParallel(
      projectNames().filter((name) => !isInstalled(name)),
      (name) => install(name, say),
    ),
};

/**
 * No package's script runs: what they need besides comes as packages, for this system.
 *
 * @param {string} name
 * @param {(chunk: string) => void} onOutput
 */
async function install(name, onOutput) {
  const cwd = projectFolder(name);
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd, { recursive: true });
  cpSync(inRoot(manifest(name)), join(cwd, 'package.json'));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
  await runOrFail('npm', ['install', ...options], { cwd, onOutput });
  stamp(`bundlers-${name}`, fingerprint([manifest(name)], process.version));
}
