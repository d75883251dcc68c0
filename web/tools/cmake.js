// The CMake presets as steps. Ninja itself knows what is up to date.
import { existsSync, statSync } from 'node:fs';
import { inRoot } from './paths.js';
import { runOrFail } from './run.js';

/** @typedef {'debug' | 'release' | 'sanitizers' | 'fuzz' | 'wasm'} Preset */

/** @param {Preset} preset */
export function configureStep(preset) {
  const built = inRoot('build', preset, 'build.ninja');
  return {
    title: `Configuring ${preset}`,
    // A change of CMakeLists.txt is ninja's to notice; one of the presets is not.
    upToDate: () => existsSync(built) && statSync(built).mtimeMs > statSync(inRoot('CMakePresets.json')).mtimeMs,
    run: async (/** @type {(chunk: string) => void} */ onOutput) => {
      await runOrFail('cmake', ['--preset', preset], { onOutput });
    },
  };
}

/** @param {Preset} preset */
export function buildStep(preset) {
  return {
    title: `Building ${preset}`,
    run: async (/** @type {(chunk: string) => void} */ onOutput) => {
      const output = await runOrFail('cmake', ['--build', '--preset', preset], { onOutput });
      return output.includes('no work to do') ? 'up to date' : output.split('\n').filter(isSize).join('\n');
    },
  };
}

/**
 * Builds what is not built unless asked for.
 *
 * @param {Preset} preset
 * @param {string[]} targets
 */
export function buildTargetsStep(preset, targets) {
  return {
    title: `Building ${targets.join(', ')}`,
    run: async (/** @type {(chunk: string) => void} */ onOutput) => {
      await runOrFail('cmake', ['--build', '--preset', preset, '--target', ...targets], { onOutput });
    },
  };
}

// wasm/cmake/publish.mjs prints the sizes of what it publishes.
const isSize = (/** @type {string} */ line) => line.includes(', brotli ');
