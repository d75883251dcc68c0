// node publish.mjs <build path without extension> <folder>
// Copies an engine's glue, minified, its types and its .wasm to the folder that JavaScript loads them from, and the .wasm once
// more as a module, gzip in base64, for hosts that can serve no file (tablattice/inline). Prints the sizes of glue and .wasm.
// esbuild minifies; where it is not installed the glue is copied as it is (it works, and is three times as large).
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const [source, folder] = process.argv.slice(2);
const target = join(folder, basename(source));

const beside = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

async function asModule(/** @type {string} */ path) {
  return `export default '${gzipSync(await readFile(path), { level: 9 }).toString('base64')}';\n`;
}

async function minify(/** @type {string} */ text) {
  try {
    const { transform } = await import('esbuild');
    // No browser has `process`: with it go the questions whether this is Node.
    const define = { process: 'undefined' };
    return (await transform(text, { minify: true, format: 'esm', target: 'es2020', define })).code;
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
await copyFile(beside('glue.d.ts'), `${target}.d.ts`);
await copyFile(beside('inline.d.ts'), `${target}.inline.d.ts`);
await writeFile(`${target}.inline.js`, await asModule(`${source}.wasm`));
await writeFile(`${target}.js`, await minify(await readFile(`${source}.js`, 'utf8')));
await printSize(`${target}.wasm`);
await printSize(`${target}.js`);
