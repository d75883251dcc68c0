// Set-up: what must be there before anything can be built.
import { aptStep } from './apt.js';
import { ToolFailure } from './failure.js';
import { npmStep } from './npm.js';
import { runStep } from './step.js';

const nodeVersionLeast = [20, 19];

/** @param {import('./requirements.js').Purpose[]} purposes */
export async function setUp(purposes) {
  checkNodeVersion();
  await runStep(aptStep(purposes));
  await runStep(npmStep);
}

function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeVersionLeast[0] || (major === nodeVersionLeast[0] && minor >= nodeVersionLeast[1])) return;
  throw new ToolFailure(`Node ${nodeVersionLeast.join('.')} or newer is needed; this is ${process.versions.node}.`);
}
