// Before `npm pack` and `npm publish`: the engine built, and the types of its JSDoc comments as .d.ts files.
import { rmSync } from 'node:fs';
import { buildEngine } from './build.js';
import { runTool } from './failure.js';
import { inRoot } from './paths.js';
import { runOrFail } from './run.js';
import { setUp } from './setup.js';
import { runStep } from './step.js';

await runTool(async () => {
  await setUp(['build']);
  await buildEngine();
  await runStep({
    title: 'Types',
    run: async (onOutput) => {
      rmSync(inRoot('web', 'engine', 'types'), { recursive: true, force: true });
      await runOrFail('tsc', ['--project', 'tsconfig.types.json'], { onOutput });
    },
  });
});
