// All that is measured in real tabs.
import { measureBurst } from './burst.js';
import { measureClicks } from './clicks.js';
import { measureLarge } from './large.js';
import { openSite } from './site.js';

/**
 * @typedef {object} Plan
 * @property {number} clicks
 * @property {number} burst changes
 * @property {number} rounds of the burst and of the large list; of each the best counts
 * @property {number} seed
 * @property {{ rows: number, scrollMs: number, changesPerSecond: number }} large
 */
/** @typedef {Awaited<ReturnType<typeof measureBrowser>>} BrowserResults */

/**
 * @param {Plan} plan
 * @param {(line: string) => void} say
 */
export async function measureBrowser(plan, say) {
  const { clicks: count, burst: changes, rounds, large: size, seed } = plan;
  const clicks = await on({ rows: count, seed }, (site) => measureClicks(site, count));
  say(`click to DOM: ${JSON.stringify(clicks)}`);
  const bursts = await repeat(rounds, () => on({ rows: changes, seed }, (site) => measureBurst(site, changes)), say);
  const large = await repeat(rounds, () => on({ rows: size.rows, seed }, (site) => measureLarge(site, size)), say);
  const burst = {
    oursMs: Math.min(...bursts.map(({ oursMs }) => oursMs)),
    bareMs: Math.min(...bursts.map(({ bareMs }) => bareMs)),
  };
  return { plan, clicks, burst, large };
}

/**
 * @template Result
 * @param {{ rows: number, seed: number }} options
 * @param {(site: import('./site.js').Site) => Promise<Result>} work
 */
async function on(options, work) {
  const site = await openSite(options);
  try {
    return await work(site);
  } finally {
    await site.close();
  }
}

/**
 * @template Result
 * @param {number} rounds
 * @param {() => Promise<Result>} work
 * @param {(line: string) => void} say
 */
async function repeat(rounds, work, say) {
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = await work();
    say(JSON.stringify(result));
    results.push(result);
  }
  return results;
}
