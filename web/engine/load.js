import { asError } from './errors.js';

/** @typedef {import('./contract.js').WasmModule} WasmModule */

const notFound =
  "The engine's WebAssembly was not found. Serve tablattice.wasm beside the module (Vite and webpack do so by themselves), " +
  'or pass its address, bytes or WebAssembly.Module as createEngine({ wasm }); in Node import from tablattice/node';
const refused =
  "The engine's WebAssembly could not be started (a content security policy must allow 'wasm-unsafe-eval', and the " +
  'glue must be of the same build)';

/** @type {Map<string, Promise<WebAssembly.Module>>} by address: compiled once per page */
const compiled = new Map();

/**
 * Makes one engine module: an instance, with memory, of its own.
 * @param {{ factory?: import('./types.js').WasmFactory, wasm?: import('./types.js').WasmSource }} options
 * @returns {Promise<WasmModule>} rejects with `wasm_not_found` or `wasm_refused`
 */
export async function loadModule({ factory, wasm = new URL('./generated/tablattice.wasm', import.meta.url) }) {
  try {
    const module = await compile(wasm);
    return await instantiate(factory ?? (await import('./generated/tablattice.js')).default, module);
  } catch (error) {
    throw asError(error, 'wasm_refused', refused);
  }
}

/**
 * @param {import('./types.js').WasmFactory} factory
 * @param {WebAssembly.Module} module
 * @returns {Promise<WasmModule>}
 */
function instantiate(factory, module) {
  return new Promise((resolve, reject) => {
    const instantiateWasm = (/** @type {any} */ imports, /** @type {(instance: any) => void} */ receive) => {
      WebAssembly.instantiate(module, imports).then(receive).catch(reject);
      return {}; // says that the exports come later
    };
    factory({ instantiateWasm }).then(resolve, reject);
  });
}

/** @param {import('./types.js').WasmSource} wasm */
async function compile(wasm) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm !== 'string' && !(wasm instanceof URL)) return WebAssembly.compile(wasm);
  const address = String(wasm);
  const compiling = compiled.get(address) ?? download(address).then((bytes) => WebAssembly.compile(bytes));
  compiled.set(address, compiling);
  compiling.catch(() => compiled.delete(address)); // the next engine tries again
  return compiling;
}

/** @param {string} address */
async function download(address) {
  try {
    const response = await fetch(address);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.ok && String.fromCharCode(...bytes.subarray(0, 4)) === '\0asm') return bytes;
    throw new Error(`the answer was ${response.status} ${response.headers.get('content-type')}`);
  } catch (error) {
    throw asError(error, 'wasm_not_found', notFound, address);
  }
}
