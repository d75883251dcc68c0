// Runs the measurements, each in a process of its own, one after the other.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const timeoutMs = 300_000;

/**
 * @template Result
 * @param {string} file
 * @param {string} argument
 * @returns {Promise<Result>} rejects with what the process wrote
 */
async function runFile(file, argument) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const args = ['--expose-gc', '--max-old-space-size=8192', path, argument];
  const env = { ...process.env, NODE_ENV: 'production' };
  const { stdout } = await run(process.execPath, args, { env, timeout: timeoutMs, killSignal: 'SIGKILL' });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

/**
 * @param {import('./run.js').Task} task
 * @returns {Promise<import('./run.js').Figures>}
 */
export const runTask = (task) => runFile('run.js', JSON.stringify(task));

/**
 * @param {{ rows: number, seed: number }} size
 * @returns {Promise<import('./selectors.js').SelectorTimes>}
 */
export const runSelectors = (size) => runFile('selectors.js', JSON.stringify(size));

/**
 * @param {string} contender
 * @returns {Promise<{ coldMs: number, readyMs: number }>}
 */
export const runStart = (contender) => runFile('start.js', contender);
