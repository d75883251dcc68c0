// What an application downloads for Tablattice, part by part.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { inRoot } from './paths.js';

/** @typedef {{ raw: number, gzip: number, brotli: number }} Sizes in bytes */

const generated = (/** @type {string} */ name) => inRoot('web', 'engine', 'generated', name);

/** The recorded sizes, which the suite `size` compares with: what `npm run size -- --write` writes. */
export const recordedPath = inRoot('web', 'tests', 'size', 'sizes.json');

/** The module as a bundler delivers it, without the glue, which is a file of its own. */
async function bundledModules() {
  const result = await build({
    entryPoints: [inRoot('web', 'engine', 'index.js')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['./generated/tablattice.js'],
  });
  return result.outputFiles[0].contents;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Sizes}
 */
const sizesOf = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes).length,
});

/**
 * Of the engine that was built last.
 *
 * @returns {Promise<Record<string, Sizes>>} by part; `total` is the last
 */
export async function measureBundle() {
  const parts = {
    modules: sizesOf(await bundledModules()),
    glue: sizesOf(await readFile(generated('tablattice.js'))),
    wasm: sizesOf(await readFile(generated('tablattice.wasm'))),
  };
  const sum = (/** @type {keyof Sizes} */ kind) => Object.values(parts).reduce((bytes, part) => bytes + part[kind], 0);
  return { ...parts, total: { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') } };
}
