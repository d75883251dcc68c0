/** One project as its users have it: its sources, its packages, and the module from the tarball. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { projectFolder, projectSources } from '../../../tools/bundler-projects.js';
import { tarballPath } from '../../../tools/pack.js';
import { childEnvironment, runOrFail } from '../../../tools/run.js';

/** Nothing is told to the tools' makers; what the tools print is plain; what this run is they are not to know. */
const env = {
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  NODE_ENV: undefined,
  NODE_OPTIONS: undefined,
  NODE_TEST_CONTEXT: undefined,
};

/**
 * @param {string} name
 * @returns {Promise<string>} its folder
 */
export async function prepareProject(name) {
  const folder = projectFolder(name);
  for (const path of ['dist', '.next', '.parcel-cache', 'node_modules/.vite', 'node_modules/tablattice']) {
    rmSync(join(folder, path), { recursive: true, force: true });
  }
  cpSync(projectSources('shared'), folder, { recursive: true });
  cpSync(projectSources(name), folder, { recursive: true });
  const moduleFolder = join(folder, 'node_modules', 'tablattice');
  mkdirSync(moduleFolder, { recursive: true });
  if (!existsSync(tarballPath)) throw new Error('There is no tarball yet: npm test -- bundlers makes it.');
  await runOrFail('tar', ['-xzf', tarballPath, '--strip-components=1', '-C', moduleFolder]);
  return folder;
}

/**
 * @param {string} folder
 * @param {string} script of its package.json
 * @returns {Promise<string>} what it printed; rejects where it failed
 */
export const runScript = (folder, script) => runOrFail('npm', ['run', script], { cwd: folder, env });

/**
 * Starts a script that serves.
 *
 * @param {string} folder
 * @param {string[]} command a program of the project's packages and its arguments; the port is added
 * @returns {Promise<{ origin: string, stop: () => Promise<void> }>} once it answers
 */
export async function startServer(folder, [program, ...args]) {
  const port = await freePort();
  const child = spawn(join(folder, 'node_modules', '.bin', program), [...args, '--port', String(port)], {
    cwd: folder,
    env: { ...childEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, which ends as one
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const origin = `http://localhost:${port}`;
  const failed = ended.then((code) => Promise.reject(new Error(`${program} ended with code ${code}:\n${output}`)));
  await Promise.race([answers(origin), failed]).catch(async (error) => {
    await stop();
    throw error;
  });
  failed.catch(() => {}); // by now it is stopped, not failed
  return { origin, stop };
}

const triesMax = 300;
const betweenTriesMs = 100;

/** @param {string} origin */
async function answers(origin) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetch(origin);
    } catch (error) {
      if (tries === triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
    }
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
