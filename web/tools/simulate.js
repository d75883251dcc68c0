// npm run simulate -- --worlds N --seed S (or --world SEED --trace): builds the simulation and runs it
// (native-tests/simulation/README.md). A range of worlds without restrictions adds a line to the runs that are kept.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { ToolFailure, runTool } from './failure.js';
import { isMain } from './main.js';
import { inRoot } from './paths.js';
import { runOrFail, runToEnd } from './run.js';
import { buildNative } from './setup.js';

const kept = inRoot('native-tests', 'simulation', 'runs.jsonl');
const restrictions = ['--rung', '--without', '--stop-at-first'];

/** @param {string[]} args as the command line gave them */
async function simulate(args) {
  await buildNative('release');
  const program = inRoot('build', 'release', 'native-tests', 'tablattice_simulate');
  const range = args.includes('--worlds');
  const jobs = range && !args.includes('--jobs') ? ['--jobs', String(availableParallelism())] : [];
  const keeps = range && !restrictions.some((name) => args.includes(name));
  const result = inRoot('build', 'results', 'simulate.json');
  mkdirSync(dirname(result), { recursive: true });
  const onOutput = (/** @type {string} */ chunk) => process.stdout.write(chunk);
  const { code } = await runToEnd(program, [...args, ...jobs, ...(keeps ? ['--result', result] : [])], { onOutput });
  if (keeps && code <= 1) await keep(args, JSON.parse(readFileSync(result, 'utf8')));
  if (code !== 0) throw new ToolFailure(`The simulation ended with code ${code}; the lines above say why.`);
}

/**
 * @param {string[]} args
 * @param {{ worlds: number, failed: number }} result
 */
async function keep(args, { worlds, failed }) {
  const seed = Number(args[args.indexOf('--seed') + 1]) || 1;
  const commit = (await runOrFail('git', ['describe', '--always', '--dirty'])).trim();
  const date = new Date().toISOString().slice(0, 10);
  appendFileSync(kept, `${JSON.stringify({ date, commit, seed, worlds, failed })}\n`);
  const runs = readFileSync(kept, 'utf8').trim().split('\n');
  const total = { worlds: 0, failed: 0 };
  for (const run of runs.map((line) => JSON.parse(line))) {
    total.worlds += run.worlds;
    total.failed += run.failed;
  }
  process.stdout.write(`In all runs that are kept: ${total.worlds} worlds, ${total.failed} failed.\n`);
}

if (isMain(import.meta.url)) await runTool(() => simulate(process.argv.slice(2)));
