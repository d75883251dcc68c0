import { makeEngine } from './engine.js';
import { loadModule } from './load.js';

/**
 * Makes one tab's engine and, unless `autoStart: false`, starts it. Rejects with a TablatticeError: `config_invalid`,
 * `slice_unknown`, `wasm_not_found`, `wasm_refused`.
 * @template {Record<string, import('./types.js').CollectionDeclaration<any>>} Collections
 * @param {import('./types.js').EngineOptions<Collections>} options
 * @returns {Promise<import('./types.js').Engine<Collections>>}
 */
export async function createEngine(options) {
  return makeEngine(options, loadModule);
}
