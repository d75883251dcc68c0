// The memory that a process holds after a full collection of garbage: JavaScript's heap, buffers and WebAssembly's memories.

/** @type {WeakRef<WebAssembly.Memory>[]} of all instances, those of engines that are gone included */
const memories = [];

/** From now on every WebAssembly instance's memory is known, and counted. */
export function watchWasmMemories() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any} */ source, /** @type {any} */ imports) => {
      const result = await instantiate(source, imports);
      const { exports } = 'instance' in result ? /** @type {any} */ (result).instance : result;
      const made = Object.values(exports).filter((each) => each instanceof WebAssembly.Memory);
      memories.push(...made.map((memory) => new WeakRef(memory)));
      return result;
    }
  );
}

/** @returns {number} bytes */
export function heldBytes() {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Memory is measured with node --expose-gc.');
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers + wasmBytes();
}

export const wasmBytes = () => memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
