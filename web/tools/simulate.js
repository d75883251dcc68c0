// npm run simulate -- --worlds N --seed S (or --world SEED --trace): builds the simulation and runs it
// (native-tests/simulation/README.md).
import { availableParallelism } from 'node:os';
import { buildStep, configureStep } from './cmake.js';
import { ToolFailure, runTool } from './failure.js';
import { isMain } from './main.js';
import { inRoot } from './paths.js';
import { runToEnd } from './run.js';
import { setUp } from './setup.js';
import { runStep } from './step.js';

/** @param {string[]} args as the command line gave them */
async function simulate(args) {
  await setUp(['native']);
  await runStep(configureStep('release'));
  await runStep(buildStep('release'));
  const program = inRoot('build', 'release', 'native-tests', 'tablattice_simulate');
  const jobs = args.includes('--worlds') && !args.includes('--jobs') ? ['--jobs', String(availableParallelism())] : [];
  const onOutput = (/** @type {string} */ chunk) => process.stdout.write(chunk);
  const { code } = await runToEnd(program, [...args, ...jobs], { onOutput });
  if (code !== 0) throw new ToolFailure(`The simulation ended with code ${code}; the lines above say why.`);
}

if (isMain(import.meta.url)) await runTool(() => simulate(process.argv.slice(2)));
