/**
 * The pages: one HTML file each, built to build/pages. The engine's WASM goes beside the modules as a file of its own.
 * `npx vite web/dashboards` serves them while they are written, with the API of a reference server on `API_PORT`.
 */
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const pages = ['index', 'therapist', 'operator', 'scheduling', 'inspector'];

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    proxy: { '/api': `http://127.0.0.1:${process.env.API_PORT ?? '3000'}` },
  },
  build: {
    outDir: here('../../build/pages'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: Object.fromEntries(pages.map((name) => [name, here(`${name}.html`)])) },
  },
});
