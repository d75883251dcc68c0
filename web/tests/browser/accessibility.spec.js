/** What people hear and see who do not look at the pages as most do. */
import { AxeBuilder } from '@axe-core/playwright';

import { openDashboards, openInspector, openOperator, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';

/** A list of so many rows comes in several steps. */
const longListRows = 3000;

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
  await site.add(slot({ isActive: false }));
});

test('axe finds nothing on any page, light or dark', async ({ context }) => {
  const index = await context.newPage();
  await index.goto('/');
  const { therapist, operator, scheduling } = await openDashboards(context);
  const inspector = await openInspector(context);
  await therapist.edit(firstSlot);
  await operator.page.getByRole('button', { name: 'Add availability' }).click();
  await operator.createForm.getByRole('button', { name: 'Save' }).click(); // nobody is chosen: it shows a refusal
  await expect(operator.createForm.getByRole('alert')).toBeVisible();
  for (const page of [index, ...[therapist, operator, scheduling, inspector].map((tab) => tab.page)]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await faultsOf(page), `${colorScheme} ${page.url()}`).toEqual([]);
    }
  }
});

/**
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<string[]>} what axe complains of, and where
 */
async function faultsOf(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

test('what other tabs change is announced politely, what one does oneself is not', async ({ context }) => {
  const therapist = await openTherapist(context);
  const operator = await openOperator(context);
  const announced = (/** @type {typeof therapist} */ { page }) =>
    page
      .locator('[aria-live="polite"]')
      .filter({ has: page.getByRole('paragraph') })
      .getByRole('paragraph');
  const added = slot({ startTime: '16:00', endTime: '16:45', notes: 'Announced' });
  await therapist.add(added);
  await expect(announced(operator)).toHaveText([
    /^A slot of Amara Okafor on .*, 4:00 PM to 4:45 PM, was added elsewhere\.$/,
  ]);
  await operator.toggle(added);
  await expect(announced(therapist)).toHaveText([/was changed elsewhere\.$/]);
  await therapist.remove(added);
  await expect(announced(operator)).toHaveText([/was added elsewhere\.$/, /was deleted elsewhere\.$/]);
  await therapist.saved();
  await expect(announced(therapist)).toHaveText([/was changed elsewhere\.$/]);
});

test('a slot is added, switched and deleted by the keyboard alone', async ({ context, site }) => {
  const therapist = await openTherapist(context);
  const { keyboard } = therapist.page;
  await therapist.page.getByRole('button', { name: 'Add availability' }).focus();
  await keyboard.press('Enter');
  await expect(therapist.createForm.getByLabel('Therapist')).toBeFocused();
  await therapist.createForm.getByLabel('Notes').focus();
  await keyboard.type('By keyboard');
  await keyboard.press('Enter');
  await expect(therapist.createForm).toHaveCount(0);
  await expect(therapist.page.getByRole('button', { name: 'Add availability' })).toBeFocused();

  const added = { ...firstSlot, notes: 'By keyboard' };
  await therapist.activeSwitch(added).focus();
  await keyboard.press('Space');
  await therapist.showsInactive(added);
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await therapist.showsNothingOf(added);
  await therapist.saved();
  expect(await site.rows()).toHaveLength(2);
});

test('a long list that comes in several steps is not announced', async ({ context }) => {
  const row = (/** @type {number} */ index) => ({
    ...slot(),
    id: `long-${index}`,
    therapistId: `th-${index}`,
    version: 1,
  });
  const rows = Array.from({ length: longListRows }, (_, index) => row(index));
  await context.route('**/api/availability?*', (route) => route.fulfill({ json: { revision: 1, rows } }));
  const { page } = await openOperator(context);
  await expect(page.getByText('3,000 shown')).toBeVisible();
  await expect(page.locator('[data-announcements]')).toBeEmpty();
});
