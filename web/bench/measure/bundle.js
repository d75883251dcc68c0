// What a contender adds to a page: its file bundled and minified by esbuild, with brotli, and its WebAssembly.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { inRoot } from '../../tools/paths.js';
import { contenders } from '../contenders/index.js';

const wasm = inRoot('web', 'engine', 'generated', 'tablattice.wasm');

/**
 * @param {string} id the contender's
 * @returns {Promise<number>} bytes
 */
export async function bundleBytes(id) {
  const { file } = contenders[id];
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../contenders/${file}`, import.meta.url))],
    alias: { 'tablattice/node': inRoot('web', 'engine', 'index.js') }, // the same module, for browsers
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
  });
  const script = brotliCompressSync(outputFiles[0].contents).length;
  return id === 'tablattice' ? script + brotliCompressSync(readFileSync(wasm)).length : script;
}
