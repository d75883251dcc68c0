// How long a contender takes from its module to the first view, in a process of its own: node start.js CONTENDER prints
// milliseconds as JSON. `coldMs` from import() on; `readyMs` once more in the same process, code compiled and loaded.
import { contenders, loadContender } from '../contenders/index.js';
import { Readers } from '../workload/readers.js';

const contender = contenders[process.argv[2]];

async function openOnce() {
  const { open } = await loadContender(contender);
  const dashboard = await open(new Readers());
  dashboard.shown();
  return dashboard;
}

const start = performance.now();
await openOnce();
const coldMs = performance.now() - start;
const again = performance.now();
await openOnce();
process.stdout.write(`${JSON.stringify({ coldMs, readyMs: performance.now() - again })}\n`);
process.exit(); // whatever timers the contenders have set
