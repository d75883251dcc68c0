// Runs the measurements, each in a process of its own, one after the other.
import { fileURLToPath } from 'node:url';
import { runToEnd } from '../../tools/run.js';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @template Result
 * @param {string} file
 * @param {string} argument
 * @returns {Promise<Result>}
 */
async function runFile(file, argument) {
  const options = { env: { NODE_ENV: 'production' } };
  const args = ['--expose-gc', '--max-old-space-size=8192', path(file), argument];
  const { code, output } = await runToEnd(process.execPath, args, options);
  if (code !== 0) throw new Error(`${file} ${argument} ended with code ${code}:\n${output}`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}

/**
 * @param {import('./run.js').Task} task
 * @returns {Promise<import('./run.js').Figures>}
 */
export const runTask = (task) => runFile('run.js', JSON.stringify(task));

/**
 * @param {string} contender
 * @returns {Promise<{ coldMs: number, readyMs: number }>}
 */
export const runStart = (contender) => runFile('start.js', contender);
