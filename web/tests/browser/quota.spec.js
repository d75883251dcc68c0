/** localStorage is full: changes run from memory, are told, and nothing is thrown out to make room for them. */
import { openOperator, openTherapist } from './support/dashboards.js';
import { crash, fillStorage } from './support/faults.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';
import { hold } from './support/traffic.js';

const wanted = slot();
const added = slot({ startTime: '16:00', endTime: '16:30', notes: 'No room for it' });

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
  await site.add(wanted);
});

/** @param {import('@playwright/test').Page} page */
const outboxKeys = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':outbox/')));

test('a change that storage refuses is reported, shown everywhere and saved once', async ({ context, site }) => {
  const operator = await openOperator(context);
  const therapist = await openTherapist(context);
  const patch = await hold(therapist.page, 'PATCH', 'request');
  await therapist.toggle(wanted);
  await expect.poll(patch.count).toBe(1);
  const stored = await outboxKeys(therapist.page);
  expect(stored).toHaveLength(1);

  const storage = await fillStorage(therapist.page, operator.page);
  const refused = therapist.page.waitForEvent('console', (message) => message.text().includes('outbox/'));
  await therapist.add(added);
  await refused;
  for (const tab of [therapist, operator]) await tab.shows(added);
  await expect.poll(async () => (await site.written()).length).toBe(1);
  expect(await storage.intact()).toBe(true);
  expect(await outboxKeys(therapist.page)).toEqual(stored);

  await storage.free();
  await patch.release();
  await therapist.saved();
  for (const tab of [therapist, operator]) await tab.showsInactive(wanted);
  expect(await site.rows()).toMatchObject([firstSlot, { ...wanted, isActive: false }, added]);
  expect(await site.written()).toHaveLength(2);
  expect(await outboxKeys(therapist.page)).toEqual([]);
});

test('a tab that crashes with a change that was never stored: another finishes it from memory', async ({
  context,
  site,
}) => {
  const operator = await openOperator(context);
  const therapist = await openTherapist(context);
  const storage = await fillStorage(operator.page, therapist.page);
  const post = await hold(therapist.page, 'POST', 'request');
  await therapist.add(added);
  await expect.poll(post.count).toBe(1);
  await operator.shows(added);
  expect(await outboxKeys(operator.page)).toEqual([]);
  await crash(therapist.page);
  await expect.poll(() => site.rows()).toMatchObject([firstSlot, wanted, added]);
  await operator.saved();
  await operator.shows(added);
  expect(await site.written()).toHaveLength(1);
  expect(await storage.intact()).toBe(true);
});
