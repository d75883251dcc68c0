import { makeModule } from './wasm-module.js';

/**
 * The build that comes with the module, where the options name no other. Its .wasm lies beside the glue, where bundlers
 * that know `new URL(…, import.meta.url)` find it.
 * @param {{ factory?: import('./types.js').WasmFactory, wasm?: import('./types.js').WasmSource }} options
 * @returns {Promise<import('./contract.js').WasmModule>} rejects with `wasm_not_found` or `wasm_refused`
 */
export function loadModule({ factory, wasm = new URL('./generated/tablattice.wasm', import.meta.url) }) {
  return makeModule(factory ?? import('./generated/tablattice.js').then((glue) => glue.default), wasm);
}
