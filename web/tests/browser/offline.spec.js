/** Changes that are made offline outlive the page that made them. recovery.spec.js has those whose page stays open. */
import { openOperator, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { goOffline, goOnline, servePages } from './support/offline.js';
import { firstSlot, slot } from './support/slots.js';

const wanted = slot();
const unwanted = slot({ startTime: '11:00', endTime: '11:30', notes: 'To be removed' });
const added = slot({ startTime: '16:00', endTime: '16:30', notes: 'Made offline' });

/** @typedef {Awaited<ReturnType<typeof openTherapist>>} RowsTab */

test.beforeEach(async ({ context, site }) => {
  for (const row of [firstSlot, unwanted, wanted]) await site.add(row);
  await servePages(context, site);
});

/** @param {RowsTab} tab */
async function changeThree(tab) {
  await tab.add(added);
  await tab.toggle(wanted);
  await tab.remove(unwanted);
  await expect(tab.badge).toHaveText('3 unsaved');
}

/** @param {import('./support/site.js').Site} site */
async function expectThreeWritten(site) {
  expect(await site.rows()).toMatchObject([firstSlot, { ...wanted, isActive: false }, added]);
  const names = await site.written();
  expect(names.map((name) => name.split(':')[1]).sort()).toEqual(['1', '2', '3']);
}

/** @param {RowsTab} tab */
async function showsThree(tab) {
  await tab.shows(added);
  await tab.showsInactive(wanted);
  await tab.showsNothingOf(unwanted);
}

test('offline, three changes, the only tab is reloaded, online: each is in the server once', async ({
  context,
  site,
}) => {
  const therapist = await openTherapist(context);
  await goOffline(context, site);
  await changeThree(therapist);
  await therapist.page.reload();
  await expect(therapist.badge).toHaveText('3 unsaved');
  expect(await site.written()).toEqual([]);

  await goOnline(context, site);
  await therapist.saved();
  await showsThree(therapist);
  await therapist.shows(firstSlot);
  await expectThreeWritten(site);
});

test('the same with another tab open, which shows them all the time', async ({ context, site }) => {
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  await goOffline(context, site);
  await changeThree(therapist);
  await showsThree(operator);
  await therapist.page.reload();
  await showsThree(therapist);
  await showsThree(operator);
  expect(await site.written()).toEqual([]);

  await goOnline(context, site);
  await expect.poll(async () => (await site.written()).length).toBe(3);
  for (const tab of [therapist, operator]) {
    await tab.saved();
    await showsThree(tab);
    await expect(tab.page.getByText('Saving…')).toHaveCount(0);
  }
  await expectThreeWritten(site);
});
