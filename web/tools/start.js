// npm start: set-up, build, then the reference server with the pages, in this process.
import { buildAll } from './build.js';
import { runTool } from './failure.js';

await runTool(async () => {
  await buildAll();
  await import('../server/main.js');
});
