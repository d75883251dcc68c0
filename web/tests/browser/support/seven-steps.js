import { slot } from './slots.js';

/** The slot that the steps are about. */
export const added = slot();

/**
 * A tab as the steps need it, in whatever browser it is.
 *
 * @typedef {import('./dashboards.js').ShownSlot} ShownSlot
 * @typedef {Record<'shows' | 'showsActive' | 'showsInactive' | 'showsNothingOf', (slot: ShownSlot) => Promise<void>>} ShowingTab
 * @typedef {ShowingTab & Record<'add' | 'toggle' | 'remove', (slot: ShownSlot) => Promise<void>> & { saved: () => Promise<void> }} ActingTab
 */

/**
 * Each step is done in one tab, and seen in all. Steps one to three: they are open.
 *
 * @param {{ therapist: ActingTab, operator: ActingTab, scheduling: ShowingTab }} dashboards
 * @param {(actor: 'therapist' | 'operator', request: string) => void} check what the tabs may have asked in a step
 */
export async function sevenSteps({ therapist, operator, scheduling }, check) {
  const all = [therapist, operator, scheduling];
  await therapist.add(added);
  for (const tab of all) await tab.shows(added);
  await therapist.saved();
  check('therapist', 'POST');

  await operator.toggle(added);
  for (const tab of all) await tab.showsInactive(added);
  await operator.saved();
  check('operator', 'PATCH');

  await therapist.toggle(added);
  for (const tab of all) await tab.showsActive(added);
  await therapist.saved();
  check('therapist', 'PATCH');

  await operator.remove(added);
  for (const tab of all) await tab.showsNothingOf(added);
  await operator.saved();
  check('operator', 'DELETE');
}
