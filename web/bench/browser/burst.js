// Many changes in one task of one tab, until another shows them all; beside it as many messages on a bare BroadcastChannel.
import { openBare, openTab } from './site.js';

/** @typedef {{ oursMs: number, bareMs: number }} Burst */

/**
 * @param {import('./site.js').Site} site
 * @param {number} count changes, at most as many as there are rows
 * @returns {Promise<Burst>}
 */
export async function measureBurst(site, count) {
  const oursMs = await measureOurs(site, count);
  const listener = await openBare(site);
  const sender = await openBare(site);
  await sender.evaluate(() => void Object.assign(/** @type {any} */ (globalThis).bare, { text: 'x'.repeat(250) }));
  const last = listener.evaluate((count) => /** @type {any} */ (globalThis).bare.receivedAll(count), count);
  const first = await sender.evaluate((count) => /** @type {any} */ (globalThis).bare.sendAll(count), count);
  const bareMs = (await last) - first;
  await listener.close();
  await sender.close();
  return { oursMs, bareMs };
}

/**
 * @param {import('./site.js').Site} site
 * @param {number} count
 */
async function measureOurs(site, count) {
  const listener = await openTab(site);
  const sender = await openTab(site);
  await sender.route('**/api/availability/*', () => {}); // the server answers later: this is about the tabs
  const last = listener.evaluate((count) => /** @type {any} */ (globalThis).bench.changedAll(count), count);
  const first = await sender.evaluate((count) => /** @type {any} */ (globalThis).bench.changeAll(count), count);
  const ms = (await last) - first;
  await sender.evaluate(() => localStorage.clear()); // nobody is to take over what was never sent
  await listener.close();
  await sender.close();
  return ms;
}
