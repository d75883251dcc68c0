// Set-up: what must be there before anything can be built.
import { aptStep } from './apt.js';
import { buildStep, configureStep } from './cmake.js';
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

/**
 * Sets up and builds the native programs of a preset.
 *
 * @param {import('./cmake.js').Preset} preset
 */
export async function buildNative(preset) {
  await setUp(['native']);
  await runStep(configureStep(preset));
  await runStep(buildStep(preset));
}

function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeVersionLeast[0] || (major === nodeVersionLeast[0] && minor >= nodeVersionLeast[1])) return;
  throw new ToolFailure(`Node ${nodeVersionLeast.join('.')} or newer is needed; this is ${process.versions.node}.`);
}
