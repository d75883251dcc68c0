/**
 * `tablattice/node`: engines in Node. The WebAssembly is read from disk, once per process. Nothing is shared with other engines
 * by default: no transport, no locks, no cache, and storage that lives as long as the engine. Endpoints need whole URLs there, or a `fetch`
 * that knows the base.
 */
import { readFile } from 'node:fs/promises';

import { makeEngine } from '../engine.js';
import { asError } from '../errors.js';
import createTablattice from '../generated/tablattice.js';
import { compileOnce, makeModule, notFound } from '../wasm-module.js';

export * from '../exports.js';

const alone = { transports: [], storage: null, locks: null, cache: null };
const ownFile = new URL('../generated/tablattice.wasm', import.meta.url);

/**
 * As in a page; `wasm` may be the address of a file as well (`file:`).
 * @template {Record<string, import('../types.js').CollectionDeclaration<any>>} Collections
 * @param {import('../types.js').EngineOptions<Collections>} options
 * @returns {Promise<import('../types.js').Engine<Collections>>}
 */
export async function createEngine(options) {
  return makeEngine({ ...alone, ...options }, ({ factory = createTablattice, wasm = ownFile }) => {
    const isFile = (typeof wasm === 'string' || wasm instanceof URL) && String(wasm).startsWith('file:');
    return makeModule(factory, isFile ? compileOnce(String(wasm), read) : wasm);
  });
}

/** @param {string} address */
async function read(address) {
  try {
    return await readFile(new URL(address));
  } catch (error) {
    throw asError(error, 'wasm_not_found', notFound, address);
  }
}
