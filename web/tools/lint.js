// npm run lint: formatting, static analysis and types of everything, C++ and JavaScript.
import { buildEngine } from './build.js';
import { configureStep } from './cmake.js';
import { runTool, ToolFailure } from './failure.js';
import { lintChecks } from './lint-checks.js';
import { isMain } from './main.js';
import { setUp } from './setup.js';
import { runStep } from './step.js';

/**
 * Each check counts as one test. tsc reads the types of the built engine, clang-tidy the compile commands of the debug
 * build; both must have been made.
 *
 * @returns {Promise<import('./suites.js').SuiteResult>}
 */
export async function runLint() {
  const result = { passed: 0, failed: 0, skipped: 0 };
  for (const check of lintChecks) {
    const start = performance.now();
    const { ok, output } = await check.run();
    console.log(`  ${ok ? 'ok' : 'FAILED'}  ${check.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    if (!ok) console.log(output.trimEnd());
    result[ok ? 'passed' : 'failed'] += 1;
  }
  return result;
}

if (isMain(import.meta.url)) {
  await runTool(async () => {
    await setUp(['build', 'lint']);
    await buildEngine();
    await runStep(configureStep('debug'));
    const { failed } = await runLint();
    if (failed > 0) throw new ToolFailure(`lint: ${failed} of ${lintChecks.length} checks failed`);
  });
}
