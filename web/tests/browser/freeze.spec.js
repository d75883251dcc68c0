/** Tabs that the browser freezes, with their work half done, and thaws when the others have gone on. */
import { openOperator, openTherapist } from './support/dashboards.js';
import { openTab } from './support/engine-tabs.js';
import { freeze } from './support/faults.js';
import { expect, test } from './support/fixtures.js';
import { leads } from './support/leader.js';
import { dayOfThisWeek, firstSlot, slot } from './support/slots.js';
import { hold } from './support/traffic.js';

const wanted = slot();
const unwanted = slot({ startTime: '11:00', endTime: '11:30', notes: 'To be removed' });

test('a frozen leader: another leads and finishes its work; thawed, it catches up and does nothing twice', async ({
  realTabs,
  site,
}) => {
  for (const row of [firstSlot, unwanted, wanted]) await site.add(row);
  const leader = await openTherapist(realTabs);
  const operator = await openOperator(realTabs);
  await leader.page.bringToFront();
  const patch = await hold(leader.page, 'PATCH', 'request');
  await leader.toggle(wanted);
  await expect.poll(patch.count).toBe(1);
  await expect.poll(() => leads(leader.page)).toBe(true);
  await realTabs.newPage(); // hides them both, so that the leader goes on
  const thaw = await freeze(leader.page);
  await expect.poll(() => leads(operator.page)).toBe(true);
  await expect.poll(() => site.written()).toHaveLength(1);

  await operator.page.bringToFront();
  await operator.saved();
  await operator.showsInactive(wanted);
  await operator.remove(unwanted);
  await operator.saved();
  const written = await site.written();
  expect(written).toHaveLength(2);

  await thaw();
  await leader.page.bringToFront();
  await patch.release();
  await leader.saved();
  await leader.showsInactive(wanted);
  await leader.showsNothingOf(unwanted);
  await leader.toggle(wanted); // it is a tab like the others again
  for (const tab of [leader, operator]) await tab.showsActive(wanted);
  await leader.saved();
  expect(await site.written()).toEqual([...written, expect.any(String)]);
  expect(await site.rows()).toMatchObject([firstSlot, wanted]);
});

test('a tab that slept through a hundred changes shows them all when it wakes', async ({ realTabs, site }) => {
  await site.add(firstSlot);
  const sleeper = await openTab(realTabs);
  const busy = await openTab(realTabs);
  const thaw = await freeze(sleeper.page);
  for (let count = 0; count < 50; count += 1) {
    const hour = String(count % 10).padStart(2, '0');
    const date = dayOfThisWeek(3 + Math.floor(count / 10));
    const { id } = await busy.create(slot({ date, startTime: `${hour}:00`, endTime: `${hour}:30` }));
    await busy.update(id, { notes: `Number ${count}` });
  }
  await busy.saved();
  expect((await site.written()).length).toBe(100);
  await thaw();
  for (const tab of [sleeper, busy]) await tab.shows(await site.rows());
  expect(await sleeper.errors()).toEqual([]);
});
