import { ringSoon } from './timer.js';

/** So much of a body is taken over in one task. */
export const stepBytes = 1 << 20;

/**
 * A response's body. A long one is copied as it comes, and the page handles its events in between and before the last step:
 * `arrayBuffer()` copies all of it at once, more than once.
 * @param {Response} response
 * @returns {Promise<Uint8Array>}
 */
export async function readBody(response) {
  if (!response.body) return new Uint8Array(await response.arrayBuffer()); // there is none, or no streams are
  const reader = response.body.getReader();
  let bytes = new Uint8Array(Number(response.headers.get('content-length')));
  let [length, step] = [0, 0];
  for (let piece = await reader.read(); piece.value !== undefined; piece = await reader.read()) {
    const end = length + piece.value.length;
    if (end > bytes.length) bytes = grown(bytes.subarray(0, length), 2 * end); // what was told was the length of a packed body
    bytes.set(piece.value, length);
    length = end;
    if (length < step + stepBytes) continue;
    step = length;
    await new Promise((resolve) => ringSoon(() => resolve(undefined)));
  }
  return bytes.subarray(0, length);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} length
 */
function grown(bytes, length) {
  const next = new Uint8Array(length);
  next.set(bytes);
  return next;
}
