// npm test: everything, from a bare machine. `npm test -- native module` runs these suites only; `npm test -- sanitizers`
// runs the native tests once more, under AddressSanitizer and UndefinedBehaviorSanitizer.
// The last line is "N passed, N failed", added up over all suites; the exit code says the same.
import { runTool, ToolFailure } from './failure.js';
import { setUp } from './setup.js';
import { runStep } from './step.js';
import { suites } from './suites.js';

/**
 * @param {string[]} names
 */
function chooseSuites(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    throw new ToolFailure(
      `No such suite: ${unknown.join(', ')}. There are ${suites.map(({ name }) => name).join(', ')}.`,
    );
  }
  return suites.filter((suite) => (names.length === 0 ? !suite.onRequest : names.includes(suite.name)));
}

/**
 * One suite's result; whatever keeps it from running counts as one failure, and so does a suite that runs nothing or skips something.
 *
 * @param {import('./suites.js').Suite} suite
 */
async function runSuite(suite) {
  console.log(`\n── ${suite.name}`);
  try {
    for (const step of suite.steps) await runStep(step);
    const { passed, failed, skipped } = await suite.run();
    const complaints = [passed + failed === 0 && 'no test ran', skipped > 0 && `${skipped} tests were skipped`];
    for (const complaint of complaints.filter(Boolean)) console.log(`${suite.name}: ${complaint}: a failure`);
    return { passed, failed: failed + complaints.filter(Boolean).length };
  } catch (error) {
    console.log(error instanceof ToolFailure ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

await runTool(async () => {
  const start = performance.now();
  const chosen = chooseSuites(process.argv.slice(2));
  await setUp([...new Set(chosen.flatMap((suite) => suite.purposes))]);
  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const suite of chosen) {
    const { passed, failed } = await runSuite(suite);
    total.passed += passed;
    total.failed += failed;
    lines.push(`${suite.name.padEnd(12)} ${passed} passed, ${failed} failed`);
  }
  console.log(`\n${lines.join('\n')}\n${((performance.now() - start) / 1000).toFixed(0)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
});
