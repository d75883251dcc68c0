// A large list: a page that loads it, and the operator's dashboard that scrolls over it while another tab makes changes.
import { forgetBlocking, readBlocking, watchBlocking } from './blocking.js';
import { openBare, openDashboard, openTab } from './site.js';

/** @typedef {import('./blocking.js').Blocking} Blocking */

const idleMs = 2000;

/**
 * @param {import('./site.js').Site} site
 * @param {{ scrollMs: number, changesPerSecond: number }} plan
 */
export async function measureLarge(site, { scrollMs, changesPerSecond }) {
  await site.context.addInitScript(watchBlocking);
  const bare = await openBare(site);
  await bare.waitForTimeout(idleMs);
  const idle = await readBlocking(bare);
  await bare.close();
  const alone = await openTab(site);
  const module = await readBlocking(alone);
  await alone.close();
  const operator = await openDashboard(site, 'operator');
  const dashboard = await readBlocking(operator);
  const other = await openTab(site);
  await operator.bringToFront();
  await forgetBlocking(operator);
  const changing = await other.evaluateHandle(
    (perSecond) => /** @type {any} */ (globalThis).bench.keepChanging(perSecond),
    changesPerSecond,
  );
  const pixels = await operator.evaluate(scroll, scrollMs);
  const scrolling = await readBlocking(operator);
  const changes = Number(await changing.evaluate((stop) => stop()));
  await operator.close();
  await other.close();
  return { idle, module, dashboard, scrolling, changes, pixels };
}

/**
 * In the operator's page: scrolls its list down, a little in every frame.
 *
 * @param {number} durationMs
 * @returns {Promise<number>} pixels
 */
function scroll(durationMs) {
  const viewport = /** @type {HTMLElement} */ (document.querySelector('.slot-table-viewport'));
  const from = viewport.scrollTop;
  const start = performance.now();
  return new Promise((resolve) => {
    const step = () => {
      viewport.scrollBy(0, 40);
      if (performance.now() - start < durationMs) requestAnimationFrame(step);
      else resolve(viewport.scrollTop - from);
    };
    requestAnimationFrame(step);
  });
}
