// npm run bench -- --browser: two tabs, bursts, and a list of 100,000 rows, in Chromium.
import { buildAll } from '../../tools/build.js';
import { setUp } from '../../tools/setup.js';
import { writeSection } from '../report/page.js';
import { browserSection } from '../report/browser.js';
import { measureBrowser } from './measure.js';

const plan = {
  clicks: 200,
  burst: 10_000,
  rounds: 3,
  large: { rows: 100_000, scrollMs: 10_000, changesPerSecond: 100 },
};

/**
 * @param {{ seed: number }} options
 * @param {(line: string) => void} say
 */
export async function runBrowserBench({ seed }, say) {
  await setUp(['build', 'browser']);
  await buildAll();
  const results = await measureBrowser({ ...plan, seed }, say);
  writeSection('npm run bench -- --browser', browserSection(results));
}
