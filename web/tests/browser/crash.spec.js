/**
 * A tab's process dies with work that is not done; recovery.spec.js has the tab whose work the server had done and nobody was
 * told.
 */
import { openDashboards, openOperator, openTherapist } from './support/dashboards.js';
import { crash } from './support/faults.js';
import { expect, test } from './support/fixtures.js';
import { leads } from './support/leader.js';
import { firstSlot, slot } from './support/slots.js';
import { hold } from './support/traffic.js';

const wanted = slot();
const added = slot({ startTime: '16:00', endTime: '16:30', notes: 'Never sent' });

test.beforeEach(async ({ site }) => {
  await site.add(firstSlot);
  await site.add(wanted);
});

test('the leader crashes with three changes that it never sent: another leads and sends each once', async ({
  context,
  site,
}) => {
  const { therapist: leader, operator, scheduling } = await openDashboards(context);
  await hold(leader.page, 'POST', 'request');
  await hold(leader.page, 'DELETE', 'request');
  await leader.add(added);
  await leader.toggle(added);
  await leader.remove(wanted);
  await expect(leader.badge).toHaveText('3 unsaved');
  for (const tab of [operator, scheduling]) {
    await tab.showsInactive(added);
    await tab.showsNothingOf(wanted);
  }
  expect(await leads(leader.page)).toBe(true);
  await crash(leader.page);

  await expect.poll(() => site.rows()).toMatchObject([firstSlot, { ...added, isActive: false }]);
  await operator.saved();
  for (const tab of [operator, scheduling]) {
    await tab.showsInactive(added);
    await tab.showsNothingOf(wanted);
  }
  const names = (await site.written()).map((name) => name.split(':'));
  expect(new Set(names.map(([client]) => client)).size).toBe(1);
  const numbers = names.map(([, number]) => number);
  expect([...numbers].sort()).toEqual(['1', '2', '3']);
  expect(numbers.indexOf('1')).toBeLessThan(numbers.indexOf('2'));
});

test('the leader crashes: another polls, and what a stranger changes is seen', async ({ context, site }) => {
  const leader = await openTherapist(context, { poll: '1000' });
  const operator = await openOperator(context, { poll: '1000' });
  expect(await leads(leader.page)).toBe(true);
  await crash(leader.page);
  const strangers = await site.add(slot({ startTime: '17:00', endTime: '17:30', notes: 'A stranger’s' }));
  await operator.shows({ ...wanted, ...strangers });
});
