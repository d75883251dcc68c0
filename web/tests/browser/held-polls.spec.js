/** An answer that the server gave before a change, and that arrives after it, undoes nothing. */
import { fill, openOperator, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { recordText } from './support/record.js';
import { firstSlot, slot } from './support/slots.js';
import { answerInstead, hold, watchTraffic, wordOf } from './support/traffic.js';

/** @typedef {Awaited<ReturnType<typeof openOperator>>} RowsTab */
/** @typedef {import('./support/site.js').Site} Site */

const held = slot({ notes: 'Held back' });
const changed = { ...held, notes: 'Moved to room 9' };
const strangers = slot({ startTime: '11:00', endTime: '12:00', notes: 'A stranger’s' });

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
});

/**
 * What a stranger does first, so that the answer holds the row as it was, or at least is no "304 Not Modified"; what
 * another tab does while the answer is held; the text that this is about, and whether it is there afterwards.
 */
const changes = [
  {
    name: 'a create',
    before: [],
    estrange: (/** @type {Site} */ site) => site.add(strangers),
    act: (/** @type {RowsTab} */ tab) => tab.add(held),
    text: held.notes,
    shownAfter: true,
  },
  {
    name: 'an update',
    before: [held],
    estrange: (/** @type {Site} */ site, /** @type {string} */ id) => site.change(id, { endTime: '15:25' }),
    act: async (/** @type {RowsTab} */ tab) => {
      const form = await tab.edit(held);
      await fill(form, { notes: changed.notes });
      await form.getByRole('button', { name: 'Save' }).click();
    },
    text: changed.notes,
    shownAfter: true,
  },
  {
    name: 'a delete',
    before: [held],
    estrange: (/** @type {Site} */ site, /** @type {string} */ id) => site.change(id, { endTime: '15:25' }),
    act: (/** @type {RowsTab} */ tab) => tab.remove(held),
    text: held.notes,
    shownAfter: false,
  },
];

for (const { name, before, estrange, act, text, shownAfter } of changes) {
  for (const read of ['GET changes', 'GET list']) {
    test(`${name} stands against ${read} from before it`, async ({ context, site }) => {
      const [known] = await Promise.all(before.map(site.add));
      const operator = await openOperator(context);
      await estrange(site, known?.id);
      const therapist = await openTherapist(context);
      // Without its changes the server makes the tab take the whole list.
      if (read === 'GET list') await answerInstead(operator.page, ['GET changes'], { status: 410, body: '' });
      const answer = await hold(operator.page, read, 'answer');
      const history = await recordText(operator.page, text);
      const refresh = operator.page.getByRole('button', { name: 'Refresh' });

      await refresh.click();
      await expect.poll(answer.count).toBe(1);
      await act(therapist);
      await therapist.saved();
      await expect.poll(async () => (await history()).at(-1)?.shown).toBe(shownAfter);
      await expect(refresh).toHaveText('Refreshing…');
      const answered = operator.page.waitForResponse((response) => wordOf(response.request()) === read);
      await answer.release();
      expect((await answered).status()).toBe(200);
      await expect(refresh).toHaveText('Refresh');

      expect((await history()).map(({ shown }) => shown)).toEqual([!shownAfter, shownAfter]);
      expect((await site.rows()).some(({ notes }) => notes === text)).toBe(shownAfter);
    });
  }
}

test('a tab that opens has its rows from the others, without a list of its own', async ({ context, site }) => {
  await site.add(held);
  const therapist = await openTherapist(context);
  const page = await context.newPage();
  const traffic = watchTraffic(page);
  await page.goto('/operator?poll=3600000');
  await expect(page.getByText(held.notes)).toBeVisible();

  const added = slot({ startTime: '17:00', endTime: '18:00', notes: 'Younger than the tab' });
  await therapist.add(added);
  await therapist.remove(held);
  await therapist.saved();
  await expect(page.getByText(added.notes)).toBeVisible();
  await expect(page.getByText(held.notes)).toHaveCount(0);
  await expect(page.getByText(firstSlot.notes)).toBeVisible();
  await therapist.shows(added);
  await therapist.showsNothingOf(held);
  expect(traffic.requests.filter((request) => request === 'GET list')).toHaveLength(0);
});
