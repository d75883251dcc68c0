// npm run simulate -- --worlds N --seed S (or --world SEED --trace): builds the simulation and runs it
// (native-tests/simulation/README.md). A range of worlds without restrictions adds a line to the runs that are kept.
import { appendFileSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { buildStep, configureStep } from './cmake.js';
import { ToolFailure, runTool } from './failure.js';
import { isMain } from './main.js';
import { inRoot } from './paths.js';
import { runOrFail, runToEnd } from './run.js';
import { setUp } from './setup.js';
import { runStep } from './step.js';

const kept = inRoot('native-tests', 'simulation', 'runs.jsonl');
const restrictions = ['--rung', '--without', '--stop-at-first'];

/** @param {string[]} args as the command line gave them */
async function simulate(args) {
  await setUp(['native']);
  await runStep(configureStep('release'));
  await runStep(buildStep('release'));
  const program = inRoot('build', 'release', 'native-tests', 'tablattice_simulate');
  const range = args.includes('--worlds');
  const jobs = range && !args.includes('--jobs') ? ['--jobs', String(availableParallelism())] : [];
  const onOutput = (/** @type {string} */ chunk) => process.stdout.write(chunk);
  const { code, output } = await runToEnd(program, [...args, ...jobs], { onOutput });
  if (range && !restrictions.some((name) => args.includes(name))) await keep(args, output);
  if (code !== 0) throw new ToolFailure(`The simulation ended with code ${code}; the lines above say why.`);
}

/**
 * @param {string[]} args
 * @param {string} output whose last line says how many worlds ran and failed
 */
async function keep(args, output) {
  const told = /(\d+) worlds, (\d+) failed\s*$/.exec(output);
  if (!told) return;
  const seed = Number(args[args.indexOf('--seed') + 1]) || 1;
  const commit = (await runOrFail('git', ['describe', '--always', '--dirty'])).trim();
  const run = { date: new Date().toISOString().slice(0, 10), commit, seed, worlds: +told[1], failed: +told[2] };
  appendFileSync(kept, `${JSON.stringify(run)}\n`);
  const runs = readFileSync(kept, 'utf8').trim().split('\n');
  const totals = runs
    .map((line) => JSON.parse(line))
    .reduce((sum, { worlds, failed }) => ({ worlds: sum.worlds + worlds, failed: sum.failed + failed }), {
      worlds: 0,
      failed: 0,
    });
  process.stdout.write(`In all runs that are kept: ${totals.worlds} worlds, ${totals.failed} failed.\n`);
}

if (isMain(import.meta.url)) await runTool(() => simulate(process.argv.slice(2)));
