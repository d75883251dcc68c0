// Child processes: run to the end with their output kept, shown as it comes, or both.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { ToolFailure } from './failure.js';
import { inRoot, root } from './paths.js';

const linesShownMax = 80;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] defaults to the repository's root
 * @property {Record<string, string | undefined>} [env] added to the environment
 * @property {(chunk: string) => void} [onOutput] sees standard output and error as they come
 */

/** Children find this very Node, and the tools of node_modules, before any other. */
export function childEnvironment() {
  const path = [dirname(process.execPath), inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

/**
 * Runs a program to its end, without standard input.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} output: standard output and error together; a signal counts as code 1
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...childEnvironment(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (/** @type {string} */ chunk) => {
      output += chunk;
      options.onOutput?.(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Like runToEnd(), but an exit code other than 0 is a failure that shows the command and the end of its output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} the output
 */
export async function runOrFail(command, args, options = {}) {
  const { code, output } = await runToEnd(command, args, options);
  if (code === 0) return output;
  const lines = output.trimEnd().split('\n').slice(-linesShownMax).join('\n');
  throw new ToolFailure(`${lines}\n\n${[command, ...args].join(' ')} ended with code ${code}`);
}
