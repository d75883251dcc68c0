// npm run bench -- --native: times by Google Benchmark, instructions and allocations against the table; with --update the table is
// written anew.
import { buildTargetsStep, configureStep } from '../../tools/cmake.js';
import { ToolFailure } from '../../tools/failure.js';
import { inRoot } from '../../tools/paths.js';
import { runToEnd } from '../../tools/run.js';
import { setUp } from '../../tools/setup.js';
import { runStep } from '../../tools/step.js';
import { countCosts, writeTable } from './counts.js';
import { runCounts } from './suite.js';

/** The programs of native-tests/bench are built on request only. */
export const nativeBenchSteps = [
  configureStep('release'),
  buildTargetsStep('release', ['tablattice_counts', 'tablattice_timings']),
];

/** @param {boolean} update */
export async function runNativeBench(update) {
  await setUp(['native', 'bench']);
  for (const step of nativeBenchSteps) await runStep(step);
  if (update) return writeTable(await countCosts());
  const onOutput = (/** @type {string} */ chunk) => void process.stdout.write(chunk);
  await runToEnd(inRoot('build', 'release', 'native-tests', 'tablattice_timings'), [], { onOutput });
  const { failed } = await runCounts();
  if (failed > 0) throw new ToolFailure(`${failed} costs grew by more than 5 %.`);
}
