// The memory that a process holds after a full collection of garbage: JavaScript's heap, buffers and WebAssembly's memories.
import { setImmediate as nextTurn } from 'node:timers/promises';

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

/** What ended a moment ago goes in several steps and turns, an engine with its memory, say. */
const collections = 3;

/** @returns {Promise<number>} bytes */
export async function heldBytes() {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Memory is measured with node --expose-gc.');
  for (let each = 0; each < collections; each += 1) {
    gc();
    await nextTurn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers + wasmBytes();
}

export const wasmBytes = () => memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
