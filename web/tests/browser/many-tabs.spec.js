/** Many tabs: no change is lost, none is done twice, and the server sees one reader. */
import { openTab } from './support/engine-tabs.js';
import { expect, test } from './support/fixtures.js';
import { dayOfThisWeek, firstSlot, slot } from './support/slots.js';
import { watchTraffic } from './support/traffic.js';

/** @typedef {Awaited<ReturnType<typeof openTab>>} EngineTab */

const pollEachSecond = { poll: { activeMs: 1000, idleMs: 1000 } };
const sharedCount = 5;

/**
 * @param {import('@playwright/test').BrowserContext} context
 * @param {number} count
 */
async function openTabs(context, count) {
  const tabs = [];
  while (tabs.length < count) tabs.push(await openTab(context, pollEachSecond));
  return tabs;
}

test('twenty tabs, two hundred changes: each is done once, and all tabs end equal to the server', async ({
  context,
  site,
}) => {
  test.setTimeout(180_000);
  const shared = /** @type {string[]} */ ([]);
  for (let hour = 10; hour < 10 + sharedCount; hour += 1) {
    const row = { date: dayOfThisWeek(9), startTime: `${hour}:00`, endTime: `${hour}:30`, notes: 'Everybody’s' };
    shared.push((await site.add(slot(row))).id);
  }
  const tabs = await openTabs(context, 20);
  site.log.forget();

  const named = await Promise.all(tabs.map((tab, index) => change(tab, index, shared)));
  const names = named.flat();
  expect(new Set(names).size).toBe(200);
  await Promise.all(tabs.map((tab) => tab.saved()));
  expect((await site.written()).sort()).toEqual(names.sort());
  expect(site.log.asked.filter((word) => !word.startsWith('GET'))).toHaveLength(200);
  const rows = await site.rows();
  expect(rows).toHaveLength(sharedCount + tabs.length * 2);
  for (const tab of tabs) await tab.shows(rows);
  for (const tab of tabs) expect(await tab.errors()).toEqual([]);
});

/**
 * Creates three rows, updates two of them, deletes one, and updates four that all tabs update.
 *
 * @param {EngineTab} tab
 * @param {number} index
 * @param {string[]} shared
 * @returns {Promise<string[]>} the names of the mutations
 */
function change(tab, index, shared) {
  const rows = [0, 1, 2].map((count) => {
    const startTime = `${String(index).padStart(2, '0')}:${count}0`;
    return slot({ date: dayOfThisWeek(8), startTime, endTime: startTime.replace(/0$/, '9'), notes: `Tab ${index}` });
  });
  const others = shared.filter((_, place) => place !== index % shared.length);
  return tab.page.evaluate(([rows, others, index]) => {
    const { slots } = /** @type {{ slots: import('tablattice').Collection }} */ (/** @type {unknown} */ (globalThis));
    const created = rows.map((row) => slots.create(row));
    const [first, second, third] = created.map(({ id }) => String(id));
    const writes = [
      ...created,
      ...[first, second].map((id) => slots.update(id, { notes: `Tab ${index}, again` })),
      slots.delete(third),
      ...others.map((id) => slots.update(id, { notes: `Tab ${index} was here` })),
    ];
    return writes.map(({ mutation }) => String(mutation));
  }, /** @type {const} */ ([rows, others, index]));
}

test('ten tabs: the server sees the polls of one, and all have what they bring', async ({ context, site }) => {
  const { id } = await site.add(firstSlot);
  const tabs = await openTabs(context, 10);
  const traffic = tabs.map(({ page }) => watchTraffic(page));
  site.log.forget();
  await site.change(id, { notes: 'Changed by a stranger' });
  const rows = await site.rows();
  for (const tab of tabs) await tab.shows(rows);
  await expect.poll(() => site.log.asked.length).toBeGreaterThanOrEqual(5);

  const statuses = await Promise.all(tabs.map((tab) => tab.status()));
  expect(new Set(statuses.map(({ leader }) => leader)).size).toBe(1);
  const readers = statuses.filter((_, index) => traffic[index].requests.length > 0);
  expect(readers.map(({ role }) => role)).toEqual(['leader']);
  expect(new Set(site.log.asked)).toEqual(new Set(['GET changes']));
});
