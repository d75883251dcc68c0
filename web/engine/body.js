import { ringSoon } from './timer.js';

/** So much of a body is taken over in one task. */
export const stepBytes = 1 << 20;

/** So much room is made at once, whatever length the headers tell. */
const roomMax = 1 << 26;

/**
 * A response's body. A long one is copied as it comes, and the page handles its events in between and before the last step:
 * `arrayBuffer()` copies all of it at once, more than once.
 * @param {Response} response
 * @returns {Promise<Uint8Array>}
 */
export async function readBody(response) {
  const reader = response.body?.getReader?.();
  if (reader === undefined) return new Uint8Array(await response.arrayBuffer()); // there is no body, or no stream of the web
  let bytes = new Uint8Array(Math.min(Number(response.headers.get('content-length')), roomMax));
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
