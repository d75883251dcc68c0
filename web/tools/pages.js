// The pages, built by Vite into build/pages.
import { existsSync } from 'node:fs';
import { fingerprint, isStamped, listFiles, stamp } from './fingerprint.js';
import { inRoot } from './paths.js';
import { runOrFail } from './run.js';

const inputs = ['web/dashboards', 'web/engine', 'package.json', 'package-lock.json'];

/** @type {import('./step.js').Step} */
export const pagesStep = {
  title: 'Building the pages',
  upToDate: () => existsSync(inRoot('build', 'pages')) && isStamped('pages', fingerprint(listFiles(inputs))),
  run: async (say) => {
    const inputsHash = fingerprint(listFiles(inputs));
    await runOrFail('vite', ['build', '--config', 'web/dashboards/vite.config.js'], { onOutput: say });
    stamp('pages', inputsHash);
  },
};
