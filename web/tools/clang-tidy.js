// clang-tidy over the native C++ files, several at a time. A file is checked again only after it, a header of ours that it
// includes, or the configuration has changed.
import { fingerprint, isStamped, listFiles, stamp } from './fingerprint.js';
import { withIncludes } from './include-graph.js';
import { inParallel } from './parallel.js';
import { inRoot } from './paths.js';
import { runToEnd } from './run.js';

const configuration = ['.clang-tidy', 'native-tests/.clang-tidy'];
// wasm/bindings.cpp is compiled by Emscripten alone, so the native compile commands do not know it.
const folders = ['wasm/core', 'wasm/availability', 'native-tests'];
// The compile commands are GCC's, which knows warnings that Clang doesn't.
const gccFlags = '--extra-arg=-Wno-unknown-warning-option';

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function clangTidy() {
  const version = (await runToEnd('clang-tidy', ['--version'])).output;
  const jobs = listFiles(folders, /\.cpp$/)
    .map((file) => ({ file, hash: fingerprint([...configuration, ...withIncludes(file)], version) }))
    .filter(({ file, hash }) => !isStamped(stampName(file), hash));
  /** @type {string[]} */
  const outputs = [];
  await inParallel(jobs, async ({ file, hash }) => {
    const { code, output } = await runToEnd('clang-tidy', ['-p', inRoot('build', 'debug'), '--quiet', gccFlags, file]);
    if (code === 0) stamp(stampName(file), hash);
    else outputs.push(output);
  });
  return { ok: outputs.length === 0, output: outputs.join('\n') };
}

/** @param {string} file */
const stampName = (file) => `clang-tidy/${file}`;
