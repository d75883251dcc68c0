// npm run size: what an application downloads, beside what was recorded. With --functions also what the WebAssembly is made of
// (it is linked once more, with names); with --write the sizes are recorded, and the suite `size` holds to them.
import { readFile, writeFile } from 'node:fs/promises';
import { buildEngine } from './build.js';
import { measureBundle, recordedPath } from './bundle-sizes.js';
import { runTool } from './failure.js';
import { isMain } from './main.js';
import { inRoot } from './paths.js';
import { runOrFail } from './run.js';
import { setUp } from './setup.js';
import { sizesByOwner, wasmFunctions } from './wasm-functions.js';

const rowsShown = 40;

async function printFunctions() {
  await runOrFail('cmake', ['--build', '--preset', 'wasm', '--target', 'tablattice_named']);
  const functions = wasmFunctions(await readFile(inRoot('build', 'wasm', 'tablattice_named.wasm')));
  console.table(sizesByOwner(functions).slice(0, rowsShown));
  console.table(functions.slice(0, rowsShown).map(({ name, size }) => ({ name: name.slice(0, 100), size })));
}

/** @param {string[]} options */
async function size(options) {
  await setUp(['build']);
  await buildEngine();
  const sizes = Object.entries(await measureBundle());
  const recorded = JSON.parse(await readFile(recordedPath, 'utf8'));
  console.table(Object.fromEntries(sizes.map(([part, bytes]) => [part, { ...bytes, recorded: recorded[part] }])));
  if (options.includes('--functions')) await printFunctions();
  if (!options.includes('--write')) return;
  const brotli = Object.fromEntries(sizes.map(([part, bytes]) => [part, bytes.brotli]));
  await writeFile(recordedPath, `${JSON.stringify(brotli, null, 2)}\n`);
}

if (isMain(import.meta.url)) await runTool(() => size(process.argv.slice(2)));
