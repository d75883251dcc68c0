// Serves both applications with the reference server, on a database in memory: node web/examples/moving-over/serve.js
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { check } from 'tablattice/rules';
import { createServer } from 'vite';
import { startServer } from '../../server/start-server.js';

const api = await startServer({ port: 0, databasePath: ':memory:', seed: true, check });
const pages = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  server: { host: '127.0.0.1', port: Number(process.env.PORT ?? 3010), proxy: { '/api': api.origin } },
});
await pages.listen();
for (const name of ['before', 'after']) console.log(`${name}: ${new URL(`${name}/`, pages.resolvedUrls?.local[0])}`);
