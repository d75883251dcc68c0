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

// It would show every line that differs; which files are to be formatted is enough.
async function clangFormat() {
  const files = listFiles(['wasm', 'native-tests'], /\.(cpp|hpp)$/);
  const { ok, output } = await program('clang-format', ['--dry-run', '-Werror', ...files]);
  const differing = files.filter((file) => output.includes(`${file}:`));
  return { ok, output: differing.length > 0 ? `clang-format -i ${differing.join(' ')}` : output };
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function program(command, args) {
  const { code, output } = await runToEnd(command, args);
  return { ok: code === 0, output };
}
