// npm run bench: the contenders on workload "dashboard-N" (web/docs/benchmark.md).
//   npm run bench -- --rows 100000 --only tablattice,handwritten   a part of it; nothing is written
import { buildEngine } from '../tools/build.js';
import { runTool } from '../tools/failure.js';
import { setUp } from '../tools/setup.js';
import { measureAll } from './measure/all.js';
import { readBenchOptions } from './options.js';

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

await runTool(async () => {
  const options = readBenchOptions(process.argv.slice(2));
  await setUp(['build']);
  await buildEngine();
  await measureAll(options, say);
});
