// npm run bench: the contenders on workload "dashboard-N" (web/docs/benchmark.md).
//   npm run bench                                                  all of it; writes the results into that page
//   npm run bench -- --continue                                    what an interrupted run has not measured yet
//   npm run bench -- --rows 100000 --only tablattice,handwritten   a part of it; writes nothing
//     … --update                                                   puts that part into the page, beside the rest
//   npm run bench -- --browser                                     real tabs; writes that part of the page
//   npm run bench -- --native [--update]                           the native operations, against their table
import { buildEngine } from '../tools/build.js';
import { ToolFailure, runTool } from '../tools/failure.js';
import { setUp } from '../tools/setup.js';

import { runBrowserBench } from './browser/main.js';
import { contenders } from './contenders/index.js';
import { measureAll } from './measure/all.js';
import { Results, resultsPath } from './measure/results.js';
import { runNativeBench } from './native/main.js';
import { readBenchOptions } from './options.js';
import { writePage } from './report/page.js';

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

await runTool(async () => {
  const options = readBenchOptions(process.argv.slice(2));
  if (options.native) return runNativeBench(options.update);
  if (options.browser) return runBrowserBench(options, say);

  await setUp(['build']);
  await buildEngine();
  const results = resultsFor(options);
  const failed = await measureAll(options, results, say);
  if (results.path !== null) writePage(results.summary(Object.keys(contenders)), results.selectors, options);
  if (failed.length > 0) throw new ToolFailure(`Without figures: ${failed.join('; ')}. The lines above say why.`);
});

/** @param {import('./options.js').Options} options */
function resultsFor(options) {
  const { only, resume, sizes, update, whole } = options;
  if (whole && !resume) return new Results(options, resultsPath);
  if (!whole && !update) return new Results(options);
  const results = Results.read(options, resultsPath);
  if (!resume) results.forget(only, sizes);
  return results;
}
