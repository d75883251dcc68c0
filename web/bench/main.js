// npm run bench: the contenders on workload "dashboard-N" (web/docs/benchmark.md).
//   npm run bench                                                  all of it; writes the results into that page
//   npm run bench -- --native [--update]                           the native operations, against their table
//   npm run bench -- --rows 100000 --only tablattice,handwritten   a part of it; nothing is written
import { buildEngine } from '../tools/build.js';
import { ToolFailure, runTool } from '../tools/failure.js';
import { setUp } from '../tools/setup.js';
import { contenders } from './contenders/index.js';
import { measureAll } from './measure/all.js';
import { runNativeBench } from './native/main.js';
import { readBenchOptions } from './options.js';
import { writePage } from './report/page.js';

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

await runTool(async () => {
  const options = readBenchOptions(process.argv.slice(2));
  if (options.native) return runNativeBench(options.update);
  await setUp(['build']);
  await buildEngine();
  const results = await measureAll(options, say);
  if (options.whole) writePage(results, options);
  const isMissing = (/** @type {typeof results[number]} */ { contender, bySize }) =>
    options.sizes.some((rows) => rows <= contenders[contender].rowsMax && !bySize.has(rows));
  const missing = results.filter(isMissing).map(({ contender }) => contender);
  if (missing.length > 0) throw new ToolFailure(`Without figures: ${missing.join(', ')}; the lines above say why.`);
});
