// node publish.mjs <build path without extension> <folder>
// Copies an engine's glue, minified, its types and its .wasm to the folder that JavaScript loads them from, and prints
// the sizes of glue and .wasm.
// esbuild minifies; where it is not installed the glue is copied as it is (it works, and is three times as large).
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const [source, folder] = process.argv.slice(2);
const target = join(folder, basename(source));

async function minify(/** @type {string} */ text) {
  try {
    const { transform } = await import('esbuild');
    return (await transform(text, { minify: true, format: 'esm', target: 'es2020' })).code;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log('esbuild is not installed: the glue is not minified');
    return text;
  }
}

async function printSize(/** @type {string} */ path) {
  const bytes = await readFile(path);
  const kilobytes = (/** @type {number} */ size) => `${(size / 1000).toFixed(1)} kB`;
  const compressed = brotliCompressSync(bytes).length;
  console.log(`${basename(path)}: ${kilobytes(bytes.length)}, brotli ${kilobytes(compressed)}`);
}

await mkdir(folder, { recursive: true });
await copyFile(`${source}.wasm`, `${target}.wasm`);
await copyFile(fileURLToPath(new URL('glue.d.ts', import.meta.url)), `${target}.d.ts`);
await writeFile(`${target}.js`, await minify(await readFile(`${source}.js`, 'utf8')));
await printSize(`${target}.wasm`);
await printSize(`${target}.js`);
