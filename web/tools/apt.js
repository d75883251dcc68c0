// Installs Debian packages where that is possible, and says exactly what to install where it is not.
import { ToolFailure } from './failure.js';
import { findProgram } from './find.js';
import { missingRequirements } from './requirements.js';
import { runOrFail } from './run.js';

/** @typedef {import('./requirements.js').Purpose} Purpose */

const environment = { DEBIAN_FRONTEND: 'noninteractive' };

/** @param {Purpose[]} purposes */
export function aptStep(purposes) {
  return {
    title: 'System packages',
    upToDate: () => missingRequirements(purposes).length === 0,
    run: (/** @type {(chunk: string) => void} */ say) => installMissing(purposes, say),
  };
}

/**
 * @param {Purpose[]} purposes
 * @param {(chunk: string) => void} onOutput
 */
async function installMissing(purposes, onOutput) {
  const missing = missingRequirements(purposes);
  const packages = [...new Set(missing.flatMap((requirement) => requirement.packages))];
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) throw new ToolFailure(instructions(missing, packages));
  console.log(`  installing ${packages.join(' ')}`);
  await runOrFail('apt-get', ['update'], { env: environment, onOutput });
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  await runOrFail('apt-get', install, { env: environment, onOutput });
  const still = missingRequirements(purposes);
  if (still.length > 0) throw new ToolFailure(instructions(still, packages));
}

/**
 * @param {import('./requirements.js').Requirement[]} missing
 * @param {string[]} packages
 */
function instructions(missing, packages) {
  return [
    `Missing: ${missing.map((requirement) => requirement.name).join(', ')}.`,
    'On Debian or Ubuntu, install it as root with',
    `  apt-get update && apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
    'Elsewhere, put the programs on the PATH, and the prefix of headers and libraries in CMAKE_PREFIX_PATH.',
  ].join('\n');
}
