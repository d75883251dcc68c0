/** An answer that the server gave before a change, and that arrives after it, undoes nothing. */
import { fill, openOperator, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { recordText } from './support/record.js';
import { firstSlot, slot } from './support/slots.js';
import { answerInstead, hold, watchTraffic } from './support/traffic.js';

/** @typedef {Awaited<ReturnType<typeof openOperator>>} RowsTab */

const held = slot({ notes: 'Held back' });
const changed = { ...held, notes: 'Moved to room 9' };

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
});

/** What another tab does while the answer is held, the text it is about, and whether that text is there afterwards. */
const changes = [
  {
    name: 'a create',
    text: held.notes,
    before: [],
    act: (/** @type {RowsTab} */ tab) => tab.add(held),
    shownAfter: true,
  },
  {
    name: 'an update',
    text: changed.notes,
    before: [held],
    act: async (/** @type {RowsTab} */ tab) => {
      const form = await tab.edit(held);
      await fill(form, { notes: changed.notes });
      await form.getByRole('button', { name: 'Save' }).click();
    },
    shownAfter: true,
  },
  {
    name: 'a delete',
    text: held.notes,
    before: [held],
    act: (/** @type {RowsTab} */ tab) => tab.remove(held),
    shownAfter: false,
  },
];

for (const { name, text, before, act, shownAfter } of changes) {
  for (const read of ['GET changes', 'GET list']) {
    test(`${name} stands against ${read} from before it`, async ({ context, site }) => {
      for (const each of before) await site.add(each);
      const operator = await openOperator(context);
      const therapist = await openTherapist(context);
      // Without its changes the server makes the tab take the whole list.
      if (read === 'GET list') await answerInstead(operator.page, ['GET changes'], { status: 410, body: '' });
      const poll = await hold(operator.page, read, 'answer');
      const history = await recordText(operator.page, text);

      await operator.page.getByRole('button', { name: 'Refresh' }).click();
      await expect.poll(poll.count).toBe(1);
      await act(therapist);
      await therapist.saved();
      await expect.poll(async () => (await history()).at(-1)?.shown).toBe(shownAfter);
      await poll.release();
      await expect(operator.page.getByRole('button', { name: 'Refresh' })).toHaveText('Refresh');

      expect((await history()).map(({ shown }) => shown)).toEqual([!shownAfter, shownAfter]);
      expect((await site.rows()).some(({ notes }) => notes === text)).toBe(shownAfter);
    });
  }
}

test('the first list of a tab that opens takes nothing away from it or from others', async ({ context, site }) => {
  await site.add(held);
  const therapist = await openTherapist(context);
  const page = await context.newPage();
  const list = await hold(page, 'GET list', 'answer');
  const traffic = watchTraffic(page);
  await page.goto('/operator?poll=3600000');
  await expect.poll(list.count).toBe(1);

  const added = slot({ startTime: '17:00', endTime: '18:00', notes: 'Younger than the list' });
  await therapist.add(added);
  await therapist.remove(held);
  await therapist.saved();
  await expect(page.getByText(added.notes)).toBeVisible();
  await list.release();
  await expect(page.getByText(firstSlot.notes)).toBeVisible();
  await expect(page.getByText(added.notes)).toBeVisible();
  await expect(page.getByText(held.notes)).toHaveCount(0);
  await therapist.shows(added);
  await therapist.showsNothingOf(held);
  expect(traffic.requests.filter((request) => request === 'GET list')).toHaveLength(1);
});
