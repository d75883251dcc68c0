// npm run fuzz -- <target> <seconds>: builds the fuzzer (native-tests/fuzz) and runs one of its targets, from the kept corpus on.
// What it finds is written below build/fuzz; what is worth keeping goes into the corpus by hand.
import { mkdirSync } from 'node:fs';
import { ToolFailure, runTool } from './failure.js';
import { isMain } from './main.js';
import { inRoot } from './paths.js';
import { runToEnd } from './run.js';
import { buildNative } from './setup.js';

const targets = ['receive', 'list', 'changes', 'query', 'action'];

/**
 * @param {string} target
 * @param {string} seconds
 */
async function fuzz(target, seconds = '60') {
  if (!targets.includes(target)) throw new ToolFailure(`Name what is to be fuzzed: ${targets.join(', ')}.`);
  await buildNative('fuzz');
  const found = inRoot('build', 'fuzz', 'corpus', target);
  mkdirSync(found, { recursive: true });
  const program = inRoot('build', 'fuzz', 'native-tests', 'tablattice_fuzz');
  const limits = ['-max_len=20000', `-max_total_time=${Number(seconds)}`, `-artifact_prefix=${found}-`];
  const kept = inRoot('native-tests', 'fuzz', 'corpus', target);
  const onOutput = (/** @type {string} */ chunk) => process.stdout.write(chunk);
  const env = { TABLATTICE_FUZZ_TARGET: target };
  const { code } = await runToEnd(program, [...limits, found, kept], { env, onOutput });
  if (code !== 0) throw new ToolFailure(`The fuzzer ended with code ${code}; the lines above name the input.`);
}

if (isMain(import.meta.url)) await runTool(() => fuzz(process.argv[2] ?? '', process.argv[3]));
