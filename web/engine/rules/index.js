/**
 * `tablattice/rules`: the slices' checks for servers in Node, the same code that runs in the browser before an optimistic write.
 */
import { readFileSync } from 'node:fs';

import { TablatticeError, asError } from '../errors.js';
import createTablattice from '../generated/tablattice.js';
import { jsonText } from '../text.js';
import { notFound } from '../wasm-module.js';

/** @typedef {import('../contract.js').WasmModule} WasmModule */
/** @typedef {import('../types.js').WasmSource} WasmSource */

/**
 * What a check is told. create: `row` is the whole new row; update: the row as it stands, and the patch; delete: the row as
 * it stands. `others`: the rows that the check may need to compare with.
 * @typedef {{ op: 'create' | 'update' | 'delete', row?: object, changes?: object, others?: object[] }} CheckInput
 */

/**
 * Checks one write. Synchronous, so that it can run inside a database transaction.
 * @callback Check
 * @param {string} slice its name, for example `availability`
 * @param {CheckInput} input
 * @returns {import('../errors.js').Problem | null} null where the write is good. Codes: `check_failed`, `check_input_invalid`,
 *   `slice_unknown`
 */

/** @type {Check | undefined} */
let ownCheck;

/**
 * The checks of the slices that come with the module.
 * @type {Check}
 */
export function check(slice, input) {
  const wasm = new URL('../generated/tablattice.wasm', import.meta.url);
  ownCheck ??= createCheck({ factory: createTablattice, wasm });
  return ownCheck(slice, input);
}

/**
 * The checks of a build of your own (`tablattice_add_wasm`). Throws a TablatticeError: `wasm_not_found`, `wasm_refused`.
 * @param {{ factory: import('../types.js').WasmFactory, wasm: WasmSource }} build its
 *   glue, and its .wasm: a file's path or `file:` address, the bytes, or a module
 * @returns {Check}
 */
export function createCheck({ factory, wasm }) {
  const rules = instantiate(factory, compile(wasm));
  return (slice, input) => JSON.parse(rules.checkRules(slice, jsonText(input, 'input')));
}

/** @param {WasmSource} wasm */
function compile(wasm) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  return new WebAssembly.Module(
    typeof wasm === 'string' || wasm instanceof URL ? read(wasm) : /** @type {BufferSource} */ (wasm),
  );
}

/** @param {string | URL} file */
function read(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw asError(error, 'wasm_not_found', notFound, String(file));
  }
}

/**
 * Handed a finished instance, the glue fills the object that it was given before it returns.
 * @param {import('../types.js').WasmFactory} factory
 * @param {WebAssembly.Module} module
 */
function instantiate(factory, module) {
  const given = {
    instantiateWasm(/** @type {any} */ imports, /** @type {(instance: any) => void} */ receive) {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance);
      return instance.exports;
    },
  };
  factory(given);
  if ('checkRules' in given) return /** @type {WasmModule} */ (/** @type {unknown} */ (given));
  const message = 'The glue did not start at once; build it with the Emscripten release that the manual names.';
  throw new TablatticeError({ code: 'wasm_refused', message });
}
