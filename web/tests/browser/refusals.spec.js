/** What a server refuses, answers late or not at all. */
import { fill, openDashboards, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';
import { answerInstead, hold, watchTraffic } from './support/traffic.js';

const wanted = slot();

test.beforeEach(({ site }) => site.add(firstSlot));

test('a create that the server refuses rolls back in all tabs, says why, and keeps what was typed', async ({
  context,
  site,
}) => {
  const { therapist, operator, scheduling } = await openDashboards(context);
  const all = [therapist, operator, scheduling];
  const taken = await site.add(slot({ startTime: '14:00', endTime: '14:30', notes: 'No tab knows this one' }));
  const post = await hold(therapist.page, 'POST', 'request');
  await therapist.add(wanted);
  await expect.poll(post.count).toBe(1);
  for (const tab of all) await tab.shows(wanted);
  await expect(therapist.row(wanted)).toContainText('Saving…');
  await expect(operator.row(wanted)).toContainText('Saving…');
  await expect(therapist.badge).toHaveText('1 unsaved');

  await post.release();
  for (const tab of all) await tab.showsNothingOf(wanted);
  await expect(therapist.createForm.getByRole('alert')).toContainText(/overlap/i);
  await expect(therapist.createForm.getByLabel('Start')).toHaveValue(wanted.startTime);
  await expect(therapist.createForm.getByLabel('Notes')).toHaveValue(wanted.notes);
  await expect(therapist.createForm.getByLabel('Start')).toBeEditable();
  await therapist.saved();

  // Typed once more, at a time that is free, it goes through.
  await fill(therapist.createForm, { startTime: '14:30' });
  await therapist.createForm.getByRole('button', { name: 'Save' }).click();
  for (const tab of all) await tab.shows({ ...wanted, startTime: '14:30' });
  await expect(therapist.createForm).toHaveCount(0);
  await expect
    .poll(async () => (await site.rows()).map(({ notes }) => notes).sort())
    .toEqual([firstSlot.notes, taken.notes, wanted.notes].sort());
});

test('a refused switch goes back in all tabs, with its reason beside the row', async ({ context, site }) => {
  const row = await site.add(wanted);
  const { therapist, operator, scheduling } = await openDashboards(context);
  const problem = {
    type: 'about:blank',
    title: 'Refused',
    status: 422,
    detail: 'The books are closed.',
    code: 'closed',
  };
  const end = await answerInstead(operator.page, ['PATCH'], {
    status: 422,
    contentType: 'application/problem+json',
    body: JSON.stringify(problem),
  });
  await operator.toggle(wanted);
  await expect(operator.row(wanted).getByRole('alert')).toContainText('The books are closed.');
  for (const tab of [therapist, operator, scheduling]) await tab.showsActive(wanted);
  expect(await site.rows()).toContainEqual(row);

  await end();
  await operator.toggle(wanted);
  for (const tab of [therapist, operator, scheduling]) await tab.showsInactive(wanted);
  await expect(operator.page.getByRole('alert')).toHaveCount(0);
});

test('what the checks refuse makes no request and reaches no other tab', async ({ context }) => {
  const { therapist, operator } = await openDashboards(context);
  const traffic = watchTraffic(therapist.page);
  const backwards = slot({ startTime: '15:00', endTime: '14:00', notes: 'Backwards' });
  await therapist.add(backwards);
  await expect(therapist.createForm.getByRole('alert')).toBeVisible();
  await expect(therapist.createForm.getByLabel('End')).toHaveAttribute('aria-invalid', 'true');
  await therapist.showsNothingOf(backwards);
  await fill(therapist.createForm, { endTime: '15:45' });
  await therapist.createForm.getByRole('button', { name: 'Save' }).click();
  await operator.shows({ ...backwards, endTime: '15:45' });
  await therapist.saved();
  expect(traffic.requests).toEqual(['POST']);
});

for (const [toggles, isActive] of /** @type {const} */ ([
  [2, true],
  [3, false],
])) {
  test(`${toggles} quick toggles end right`, async ({ context, site }) => {
    await site.add(wanted);
    const { therapist, operator, scheduling } = await openDashboards(context);
    const patch = await hold(therapist.page, 'PATCH', 'request');
    const traffic = watchTraffic(therapist.page);
    for (let count = 0; count < toggles; count += 1) await therapist.toggle(wanted);
    await expect.poll(patch.count).toBe(1); // the second waits for the first one's answer
    await expect(therapist.badge).toHaveText(`${toggles} unsaved`);
    await patch.release();
    await therapist.saved();
    for (const tab of [therapist, operator, scheduling]) {
      await (isActive ? tab.showsActive(wanted) : tab.showsInactive(wanted));
    }
    expect(traffic.requests).toEqual(Array(toggles).fill('PATCH'));
    expect((await site.rows()).find(({ notes }) => notes === wanted.notes)).toMatchObject({ isActive });
  });
}

test('toggles in two tabs at once end equal everywhere', async ({ context, site }) => {
  await site.add(wanted);
  const { therapist, operator, scheduling } = await openDashboards(context);
  const first = await hold(therapist.page, 'PATCH', 'request');
  await therapist.toggle(wanted);
  await operator.showsInactive(wanted);
  await operator.toggle(wanted);
  for (const tab of [therapist, operator, scheduling]) await tab.showsActive(wanted);
  await first.release();
  for (const tab of [therapist, operator]) await tab.saved();
  for (const tab of [therapist, operator, scheduling]) await tab.showsActive(wanted);
  expect((await site.rows()).find(({ notes }) => notes === wanted.notes)).toMatchObject({ isActive: true });
});

test('401 loses nothing: signed in again, the change goes out', async ({ context, site }) => {
  await site.add(wanted);
  const { therapist, operator, scheduling } = await openDashboards(context);
  const all = [therapist, operator, scheduling];
  const end = await answerInstead(therapist.page, ['PATCH', 'GET changes', 'GET list'], { status: 401, body: '' });
  await therapist.toggle(wanted);
  const bar = therapist.page.getByRole('status').filter({ hasText: 'You are signed out.' });
  await expect(bar).toContainText('1 change is kept and sent later.');
  for (const tab of all) await tab.showsInactive(wanted);
  expect((await site.rows()).find(({ notes }) => notes === wanted.notes)).toMatchObject({ isActive: true });

  await end();
  await bar.getByRole('button', { name: 'Sign in again' }).click();
  await therapist.saved();
  await expect(bar).toHaveCount(0);
  for (const tab of all) await tab.showsInactive(wanted);
  expect((await site.rows()).find(({ notes }) => notes === wanted.notes)).toMatchObject({ isActive: false });
});

test('answers that are none leave the rows, say what is wrong, and the change goes out later', async ({
  context,
  site,
}) => {
  await site.add(wanted);
  const therapist = await openTherapist(context);
  for (const [answer, reason] of /** @type {const} */ ([
    [{ status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' }, 'could not be loaded'],
    [{ status: 500, contentType: 'text/html', body: '<h1>Internal Server Error</h1>' }, 'status 500'],
  ])) {
    const end = await answerInstead(therapist.page, ['GET changes', 'GET list', 'PATCH'], answer);
    await therapist.page.getByRole('button', { name: 'Refresh' }).click();
    await expect(therapist.page.getByRole('alert')).toContainText(reason);
    await therapist.shows(wanted);
    await therapist.toggle(wanted);
    await expect(therapist.badge).toHaveText('1 unsaved');
    await end();
    await therapist.saved();
    await expect(therapist.page.getByRole('alert')).toHaveCount(0);
  }
  await therapist.showsActive(wanted);
});
