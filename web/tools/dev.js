// npm run dev: the reference server, and before it Vite, which serves the pages as they are being edited.
import { buildAll } from './build.js';
import { runTool } from './failure.js';
import { inRoot } from './paths.js';

await runTool(async () => {
  await buildAll();
  await import('../server/main.js');
  process.env.API_PORT ??= process.env.PORT; // where Vite finds the API
  const { createServer } = await import('vite');
  const pages = await createServer({ configFile: inRoot('web/dashboards/vite.config.js') });
  await pages.listen();
  pages.printUrls();
});
