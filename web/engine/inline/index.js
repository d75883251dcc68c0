/**
 * `tablattice/inline`: as `tablattice`, with the WebAssembly in the module, for hosts that can serve no file. It asks for no
 * address, so that it can be bundled into one script, a classic one too. It is a third larger to load than the file.
 */
import { makeEngine } from '../engine.js';
import createTablattice from '../generated/tablattice.js';
import compressed from '../generated/tablattice.inline.js';
import { makeModule } from '../wasm-module.js';
import { inflate } from './inflate.js';

export * from '../exports.js';
export { inflate };

/** @type {Promise<WebAssembly.Module> | undefined} compiled once per page */
let compiled;

/**
 * @template {Record<string, import('../types.js').CollectionDeclaration<any>>} Collections
 * @param {import('../types.js').EngineOptions<Collections>} options
 * @returns {Promise<import('../types.js').Engine<Collections>>}
 */
export async function createEngine(options) {
  return makeEngine(options, ({ factory = createTablattice, wasm }) =>
    makeModule(factory, wasm ?? (compiled ??= compileInline())),
  );
}

async function compileInline() {
  return WebAssembly.compile(await inflate(compressed));
}
