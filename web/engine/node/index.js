/**
 * `tablattice/node`: engines in Node. The WebAssembly is read from disk, once per process. Nothing is shared with other engines
 * by default: no transport, no locks, no cache, and storage that lives as long as the engine. Endpoints need whole URLs there, or a `fetch`
 * that knows the base.
 */
import { readFile } from 'node:fs/promises';

import { createEngine as createBaseEngine } from '../engine.js';

export * from '../index.js';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/**
 * @template {Record<string, import('../types.js').CollectionDeclaration<any>>} Collections
 * @param {import('../types.js').EngineOptions<Collections>} options
 * @returns {Promise<import('../types.js').Engine<Collections>>}
 */
export async function createEngine(options) {
  const wasm = options?.wasm ?? (await (compiled ??= readModule()));
  return createBaseEngine({ transports: [], storage: null, locks: null, cache: null, ...options, wasm });
}

async function readModule() {
  return WebAssembly.compile(await readFile(new URL('../generated/tablattice.wasm', import.meta.url)));
}
