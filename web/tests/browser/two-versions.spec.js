/** A new version of the application is opened while tabs of the old one are still there. */
import { openInspector, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { leads } from './support/leader.js';
import { makeNewer } from './support/newer-version.js';
import { firstSlot, slot } from './support/slots.js';
import { hold, watchTraffic } from './support/traffic.js';

const wanted = slot();
const added = slot({ startTime: '16:00', endTime: '16:30', notes: 'Made by the newer version' });

/** @param {import('@playwright/test').BrowserContext} context */
const newer = (context) => ({
  async newPage() {
    const page = await context.newPage();
    await makeNewer(page);
    return page;
  },
});

/** @param {import('@playwright/test').Page} page */
const outbox = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.includes(':outbox/')));

test('a tab of the old version says so, keeps its own, leaves what is newer alone, and is put right by a reload', async ({
  context,
  site,
}) => {
  for (const row of [firstSlot, wanted]) await site.add(row);
  const old = await openTherapist(context);
  expect(await leads(old.page)).toBe(true);
  const patch = await hold(old.page, 'PATCH', 'request');
  await old.toggle(wanted);
  await expect.poll(patch.count).toBe(1);

  const young = await openTherapist(newer(context));
  const bar = old.page.getByRole('status').filter({ hasText: 'This tab is outdated.' });
  await expect(bar).toBeVisible();
  await expect.poll(() => leads(young.page)).toBe(true);
  await young.showsInactive(wanted); // it understands the older ones
  expect(await leads(old.page)).toBe(false);

  // The newer tab's changes stay its own: not shown by the old one, not sent, not removed.
  const post = await hold(young.page, 'POST', 'request');
  const traffic = watchTraffic(old.page);
  await young.add(added);
  await expect.poll(post.count).toBe(1);
  const entries = await outbox(old.page);
  expect(entries.filter(([, text]) => text.endsWith('"p":2}'))).toHaveLength(1);
  await old.showsNothingOf(added);

  // What the old tab's user did still reaches the server, once.
  await patch.release();
  await old.saved();
  await expect.poll(() => site.written()).toHaveLength(1);
  await old.showsInactive(wanted);
  expect(await outbox(old.page)).toEqual(entries.filter(([, text]) => text.endsWith('"p":2}')));
  expect(traffic.requests).not.toContain('POST');

  await post.release();
  await young.saved();
  await expect.poll(() => site.written()).toHaveLength(2);
  await makeNewer(old.page); // what a reload loads
  await bar.getByRole('button', { name: 'Reload' }).click();
  await expect(bar).toHaveCount(0);
  for (const tab of [old, young]) {
    await tab.shows(added);
    await tab.showsInactive(wanted);
  }
  await old.toggle(added);
  await young.showsInactive(added);
  await old.saved();
  expect(await site.rows()).toMatchObject([firstSlot, { ...wanted, isActive: false }, { ...added, isActive: false }]);
  expect(await site.written()).toHaveLength(3);
});

test('a tab of the old version that is opened last is outdated at once, and shows what the server has', async ({
  context,
  site,
}) => {
  await site.add(firstSlot);
  const young = await openTherapist(newer(context));
  const old = await openInspector(context);
  await expect(old.figure('Version')).toHaveText('outdated');
  await expect(old.figure('Role')).toHaveText('follower');
  await expect(old.figure('State')).toHaveText('ready');
  await expect(old.figure('Rows')).toHaveText('1');
  expect(await leads(young.page)).toBe(true);
  await young.add(added);
  await young.saved();
  await old.page.getByRole('button', { name: 'Refresh' }).click();
  await expect(old.figure('Rows')).toHaveText('2');
});
