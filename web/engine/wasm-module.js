import { asError } from './errors.js';

/** @typedef {import('./contract.js').WasmModule} WasmModule */
/** @typedef {import('./types.js').WasmFactory} WasmFactory */
/** @typedef {import('./types.js').WasmSource} WasmSource */

export const notFound =
  "The engine's WebAssembly was not found. Serve tablattice.wasm beside the module (Vite 8, webpack, Parcel and Next.js do so by " +
  "themselves, Vite 5 to 7 with optimizeDeps: { exclude: ['tablattice'] }); or pass its address, bytes or WebAssembly.Module " +
  'as createEngine({ wasm }), the file is exported as tablattice/tablattice.wasm; or import from tablattice/inline, which holds it; in Node import from tablattice/node';
const refused =
  "The engine's WebAssembly could not be started (a content security policy must allow 'wasm-unsafe-eval', and the " +
  'glue must be of the same build)';

/** @type {Map<string, Promise<WebAssembly.Module>>} by address: compiled once per page, or process */
const compiled = new Map();

/**
 * Makes one engine module: an instance, with memory, of its own.
 * @param {WasmFactory | Promise<WasmFactory>} factory
 * @param {WasmSource | Promise<WasmSource>} wasm
 * @returns {Promise<WasmModule>} rejects with `wasm_not_found` or `wasm_refused`
 */
export async function makeModule(factory, wasm) {
  try {
    const [make, module] = await Promise.all([factory, compile(await wasm)]);
    return await instantiate(make, module);
  } catch (error) {
    throw asError(error, 'wasm_refused', refused);
  }
}

/**
 * @param {WasmFactory} factory
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

/** @param {WasmSource} wasm */
async function compile(wasm) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm !== 'string' && !(wasm instanceof URL))
    return WebAssembly.compile(/** @type {BufferSource} */ (wasm));
  return compileOnce(String(wasm), download);
}

/**
 * All engines of a page, or a process, share what was compiled from one address.
 * @param {string} address
 * @param {(address: string) => Promise<BufferSource>} read
 */
export function compileOnce(address, read) {
  const compiling = compiled.get(address) ?? read(address).then((bytes) => WebAssembly.compile(bytes));
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
