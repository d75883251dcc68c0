// The checks of `npm run lint`, as data.
import { clangTidy } from './clang-tidy.js';
import { listFiles } from './fingerprint.js';
import { runToEnd } from './run.js';

/**
 * @typedef {object} LintCheck
 * @property {string} name
 * @property {() => Promise<{ ok: boolean, output: string }>} run
 */

/** @type {LintCheck[]} */
export const lintChecks = [
  { name: 'clang-format', run: clangFormat },
  { name: 'clang-tidy', run: clangTidy },
  { name: 'prettier', run: () => program('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'eslint', run: () => program('eslint', ['--max-warnings', '0', '.']) },
  { name: 'tsc', run: () => program('tsc', ['--project', 'tsconfig.json', '--pretty', 'false']) },
];

function clangFormat() {
  return program('clang-format', ['--dry-run', '-Werror', ...listFiles(['wasm', 'native-tests'], /\.(cpp|hpp)$/)]);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function program(command, args) {
  const { code, output } = await runToEnd(command, args);
  return { ok: code === 0, output };
}
