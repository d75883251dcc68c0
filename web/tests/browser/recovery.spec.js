/** Work that was not finished: a tab that goes, a network that goes, a storage that refuses. */
import { openInspector, openOperator, openTherapist } from './support/dashboards.js';
import { crash } from './support/faults.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';
import { hold, watchTraffic } from './support/traffic.js';
import { breakLocalStorage } from './support/without.js';

/** @typedef {import('./support/site.js').Site} Site */

const wanted = slot();

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
  await site.add(wanted);
});

/** @param {Site} site */
async function isActiveOnServer(site) {
  return (await site.rows()).find(({ notes }) => notes === wanted.notes)?.isActive;
}

test('a reloaded tab finishes what it had begun', async ({ context, site }) => {
  const therapist = await openTherapist(context);
  const patch = await hold(therapist.page, 'PATCH', 'request');
  await therapist.toggle(wanted);
  await expect.poll(patch.count).toBe(1);
  patch.end();
  await therapist.page.reload();
  await therapist.showsInactive(wanted);
  await expect.poll(() => isActiveOnServer(site)).toBe(false);
  await therapist.saved();
  await therapist.showsInactive(wanted);
});

test('another tab finishes what a crashed one had begun, under the same name', async ({ context, site }) => {
  const operator = await openOperator(context);
  const traffic = watchTraffic(operator.page);
  const therapist = await openTherapist(context);
  const patch = await hold(therapist.page, 'PATCH', 'answer'); // the server has done it, and nobody was told
  await therapist.toggle(wanted);
  await expect.poll(patch.count).toBe(1);
  const { version } = /** @type {any} */ ((await site.rows()).find(({ notes }) => notes === wanted.notes));
  await operator.showsInactive(wanted);
  await expect(operator.row(wanted)).toContainText('Saving…');
  await crash(therapist.page);
  await expect.poll(() => traffic.requests).toContain('PATCH');
  await operator.saved();
  await expect(operator.row(wanted)).not.toContainText('Saving…');
  await operator.showsInactive(wanted);
  expect((await site.rows()).find(({ notes }) => notes === wanted.notes)).toMatchObject({ isActive: false, version });
});

test('a tab that opens while a change is under way shows it', async ({ context }) => {
  const therapist = await openTherapist(context);
  const patch = await hold(therapist.page, 'PATCH', 'request');
  await therapist.toggle(wanted);
  await expect.poll(patch.count).toBe(1);
  const operator = await openOperator(context);
  await operator.showsInactive(wanted);
  await expect(operator.row(wanted)).toContainText('Saving…');
  await patch.release();
  await expect(operator.row(wanted)).not.toContainText('Saving…');
  await operator.showsInactive(wanted);
});

test('offline, changes wait and are shown in all tabs; online again, they go out in order', async ({
  context,
  site,
}) => {
  const operator = await openOperator(context);
  const therapist = await openTherapist(context);
  const added = slot({ startTime: '16:00', endTime: '16:30', notes: 'Made offline' });
  await context.setOffline(true);
  await expect(therapist.page.getByRole('status').filter({ hasText: 'You are offline.' })).toBeVisible();
  await therapist.add(added);
  await therapist.toggle(added);
  await operator.showsInactive(added);
  await operator.remove(wanted);
  await therapist.showsNothingOf(wanted);
  await expect(therapist.badge).toHaveText('2 unsaved');
  await expect(operator.badge).toHaveText('1 unsaved');

  await context.setOffline(false);
  await therapist.saved();
  await operator.saved();
  await expect(therapist.page.getByText('You are offline.')).toHaveCount(0);
  expect(await site.rows()).toMatchObject([firstSlot, { ...added, isActive: false }]);
  for (const tab of [therapist, operator]) await tab.showsInactive(added);
});

test('a localStorage that throws is reported, and the pages work', async ({ context, site }) => {
  await breakLocalStorage(context);
  const inspector = await openInspector(context);
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  await expect(inspector.page.getByRole('listitem').filter({ hasText: 'storage_unavailable' })).toHaveCount(1);
  const refused = therapist.page.waitForEvent('console', (message) => message.text().includes('There is no storage.'));
  await therapist.toggle(wanted);
  await refused;
  await operator.showsInactive(wanted);
  await therapist.saved();
  expect(await isActiveOnServer(site)).toBe(false);
});
