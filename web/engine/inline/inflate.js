/**
 * The bytes of a WebAssembly file that a build wrote as a module (`NAME.inline.js`): gzip, as base64.
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
export function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
