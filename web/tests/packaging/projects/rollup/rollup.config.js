import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { nodeResolve } from '@rollup/plugin-node-resolve';

// Rollup does not follow `new URL(…, import.meta.url)`: the file is put where app.js says that it is.
const wasmFile = {
  name: 'wasm-file',
  generateBundle() {
    const source = readFileSync(fileURLToPath(import.meta.resolve('tablattice/tablattice.wasm')));
    this.emitFile({ type: 'asset', fileName: 'tablattice.wasm', source });
  },
};

export default [
  { input: 'app.js', output: { dir: 'dist', format: 'es' }, plugins: [nodeResolve({ browser: true }), wasmFile] },
  { input: 'inline.js', output: { dir: 'dist', format: 'iife' }, plugins: [nodeResolve({ browser: true })] },
];
