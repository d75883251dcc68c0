/** An open form belongs to its user: what other tabs do to its row takes nothing out of their hands. */
import { fill, openOperator, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';

const edited = slot();

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
  await site.add(edited);
});

test('a change of the row by another tab is told, and both changes stand', async ({ context, site }) => {
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  const form = await therapist.edit(edited);
  await fill(form, { notes: 'Typed, not saved' });
  const notes = form.getByLabel('Notes');
  await expect(notes).toBeFocused();

  const other = await operator.edit(edited);
  await fill(other, { endTime: '15:50' });
  await other.getByRole('button', { name: 'Save' }).click();
  const notice = form.getByRole('status').filter({ hasText: 'This slot was changed elsewhere.' });
  await expect(notice).toContainText('15:50');
  await expect(form.getByLabel('End')).toHaveValue('15:50');
  await expect(notes).toHaveValue('Typed, not saved');
  await expect(notes).toBeFocused();

  await form.getByRole('button', { name: 'Save' }).click();
  const both = { ...edited, endTime: '15:50', notes: 'Typed, not saved' };
  for (const tab of [therapist, operator]) await tab.shows(both);
  await therapist.saved();
  expect(await site.rows()).toContainEqual(expect.objectContaining(both));
});

test('a deletion of the row by another tab is told, and saving adds the slot again', async ({ context, site }) => {
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  const form = await operator.edit(edited);
  await fill(form, { notes: 'Typed, not saved' });
  await therapist.remove(edited);
  await expect(form.getByRole('status')).toContainText('This slot was deleted elsewhere.');
  await expect(form.getByLabel('Notes')).toHaveValue('Typed, not saved');
  await expect(form.getByLabel('Notes')).toBeFocused();
  await therapist.saved();

  await form.getByRole('button', { name: 'Save' }).click();
  const again = { ...edited, notes: 'Typed, not saved' };
  for (const tab of [operator, therapist]) await tab.shows(again);
  await operator.saved();
  expect(await site.rows()).toMatchObject([firstSlot, again]);
});

test('a form left open survives its row leaving the filter', async ({ context }) => {
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  await operator.page.getByRole('radio', { name: 'Active', exact: true }).check();
  const form = await operator.edit(edited);
  await fill(form, { notes: 'Still here' });
  await therapist.toggle(edited);
  await therapist.showsInactive(edited);
  await therapist.saved();
  await expect(form.getByLabel('Notes')).toHaveValue('Still here');
  await form.getByRole('button', { name: 'Save' }).click();
  await therapist.shows({ ...edited, notes: 'Still here' });
  await operator.showsNothingOf({ ...edited, notes: 'Still here' });
});

test('the keyboard focus stays in the list when another tab deletes the focused row', async ({ context }) => {
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  await therapist.activeSwitch(edited).focus();
  await operator.toggle(edited);
  await therapist.showsInactive(edited);
  await expect(therapist.activeSwitch(edited)).toBeFocused();
  await operator.remove(edited);
  await therapist.showsNothingOf(edited);
  await expect(therapist.activeSwitch(firstSlot)).toBeFocused();
});
