/** Who follows whom, and what following costs. */
import { openDashboards, openOperator, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';

const shown = slot();

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
  await site.add(shown);
});

test('a tab without useSyncEventHandlers does not follow', async ({ context }) => {
  const therapist = await openTherapist(context);
  const follower = await openOperator(context);
  const bystander = await openOperator(context, { follow: 'off' }); // it has its rows, and then not the hook
  await bystander.shows(shown);
  await therapist.remove(shown);
  await follower.showsNothingOf(shown);
  await therapist.saved();
  await bystander.shows(shown);
  await bystander.page.reload();
  await bystander.shows(firstSlot);
  await bystander.showsNothingOf(shown);
});

test('one toggle renders one row component per tab', async ({ context, site }) => {
  for (let hour = 9; hour < 14; hour += 1) {
    await site.add(
      slot({ startTime: `${hour}:00`.padStart(5, '0'), endTime: `${hour}:30`.padStart(5, '0'), notes: `${hour}` }),
    );
  }
  const { id } = /** @type {any} */ ((await site.rows()).find(({ notes }) => notes === shown.notes));
  await context.addInitScript(() => {
    const rendered = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { rendered, onRowRendered: (/** @type {string} */ row) => rendered.push(row) });
  });
  const { therapist, operator } = await openDashboards(context);
  const renderings = async (/** @type {typeof therapist} */ tab) =>
    tab.page.evaluate(() => /** @type {any} */ (globalThis).rendered.splice(0));
  expect((await renderings(therapist)).length).toBeGreaterThanOrEqual(7);
  expect((await renderings(operator)).length).toBeGreaterThanOrEqual(7);

  await therapist.toggle(shown);
  for (const tab of [therapist, operator]) {
    await tab.showsInactive(shown);
    await expect(tab.row(shown)).not.toContainText('Saving…');
  }
  // Once when it is switched, and once when the server has it and it no longer looks pending.
  expect(await renderings(therapist)).toEqual([id, id]);
  expect(await renderings(operator)).toEqual([id, id]);
});
