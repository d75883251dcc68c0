// From a click in one tab to the DOM of another: the dashboards, and beside them a bare BroadcastChannel with the same bytes.
import { percentile } from '../measure/events.js';
import { firstNotes } from './rows.js';
import { openBare, openDashboard } from './site.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ p50Ms: number, p99Ms: number }} Delays */

const warmUp = 10;

/**
 * @param {import('./site.js').Site} site
 * @param {number} count
 * @returns {Promise<{ dashboards: Delays, bare: Delays, bytes: number }>}
 */
export async function measureClicks(site, count) {
  await site.context.addInitScript(keepPosted);
  const operator = await openDashboard(site, 'operator');
  const therapist = await openDashboard(site, 'therapist');
  const shown = operator.locator('[data-slot-id]').filter({ hasText: firstNotes });
  const button = therapist.getByRole('listitem').filter({ hasText: firstNotes }).getByRole('switch');
  const dashboards = await clickOften({ from: therapist, button, to: operator, shown, count });
  const texts = await therapist.evaluate(() => /** @type {any} */ (globalThis).posted);
  const text = texts.find((/** @type {string} */ each) => each.includes('"mutation"'));
  await operator.close();
  await therapist.close();

  const listener = await openBare(site);
  const sender = await openBare(site);
  await sender.evaluate((text) => void Object.assign(/** @type {any} */ (globalThis).bare, { text }), text);
  const [send, output] = [sender.locator('#send'), listener.locator('#shown')];
  const bare = await clickOften({ from: sender, button: send, to: listener, shown: output, count });
  await listener.close();
  await sender.close();
  return { dashboards, bare, bytes: text.length };
}

/** In every page: what it posts on its channels. */
function keepPosted() {
  const posted = /** @type {string[]} */ ([]);
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (/** @type {any} */ message) {
    if (posted.length < 100) posted.push(message);
    postMessage.call(this, message);
  };
  Object.assign(globalThis, { posted });
}

/**
 * @param {{ from: Page, button: import('playwright-core').Locator, to: Page, shown: import('playwright-core').Locator, count: number }} tabs
 *   each click on the button in `from` changes an attribute of `shown` in `to`
 * @returns {Promise<Delays>}
 */
async function clickOften({ from, button, to, shown, count }) {
  await from.evaluate(() => {
    const clicks = /** @type {number[]} */ ([]);
    addEventListener('click', ({ timeStamp }) => clicks.push(performance.timeOrigin + timeStamp), { capture: true });
    Object.assign(globalThis, { clicks });
  });
  await shown.evaluate((element) => {
    const changes = /** @type {number[]} */ ([]);
    const look = () => changes.push(performance.timeOrigin + performance.now());
    new MutationObserver(look).observe(element, { attributes: true, attributeFilter: ['data-inactive', 'data-count'] });
    Object.assign(globalThis, { changes });
  });
  await from.bringToFront();
  for (let done = 1; done <= warmUp + count; done += 1) {
    await button.click();
    await to.waitForFunction((done) => /** @type {any} */ (globalThis).changes.length >= done, done, { polling: 5 });
  }
  const clicks = /** @type {number[]} */ (await from.evaluate(() => /** @type {any} */ (globalThis).clicks));
  const changes = /** @type {number[]} */ (await to.evaluate(() => /** @type {any} */ (globalThis).changes));
  if (clicks.length !== changes.length) throw new Error(`${clicks.length} clicks made ${changes.length} changes.`);
  const delays = Float64Array.from(changes, (at, index) => at - clicks[index]).subarray(warmUp);
  return { p50Ms: percentile(delays, 0.5), p99Ms: percentile(delays, 0.99) };
}
