/**
 * `tablattice/rules`: the slices' checks for servers in Node, the same code that runs in the browser before an optimistic write.
 */
import { readFileSync } from 'node:fs';

import { TablatticeError } from '../errors.js';
import createTablattice from '../generated/tablattice.js';
import { jsonText } from '../text.js';

/** @typedef {import('../contract.js').WasmModule} WasmModule */

/** @type {WasmModule | undefined} */
let rules;

/**
 * Checks one write. Synchronous, so that it can run inside a database transaction.
 * @param {string} slice its name, for example `availability`
 * @param {{ op: 'create' | 'update' | 'delete', row?: object, changes?: object, others?: object[] }} input create: `row` is the
 *   whole new row; update: the row as it stands, and the patch; delete: the row as it stands. `others`: the rows that the
 *   check may need to compare with
 * @returns {import('../errors.js').Problem | null} null where the write is good. Codes: `check_failed`, `check_input_invalid`,
 *   `slice_unknown`
 */
export function check(slice, input) {
  rules ??= instantiate();
  return JSON.parse(rules.checkRules(slice, jsonText(input, 'input')));
}

/** Handed a finished instance, the glue fills the object that it was given before it returns. */
function instantiate() {
  const module = new WebAssembly.Module(readFileSync(new URL('../generated/tablattice.wasm', import.meta.url)));
  const given = {
    instantiateWasm(/** @type {any} */ imports, /** @type {(instance: any) => void} */ receive) {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance);
      return instance.exports;
    },
  };
  createTablattice(given);
  if ('checkRules' in given) return /** @type {WasmModule} */ (/** @type {unknown} */ (given));
  const message = 'The glue did not start at once; build it with the Emscripten release that the manual names.';
  throw new TablatticeError({ code: 'wasm_refused', message });
}
