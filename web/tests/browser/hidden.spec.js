/** Leadership follows the user's eyes: hidden tabs have throttled timers, and may be frozen at any moment. */
import { openInspector, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot, slot } from './support/slots.js';
import { watchTraffic } from './support/traffic.js';

const eachSecond = { poll: '1000' };

test('a leader that is hidden gives up to the tab in front of it, which then reads for both', async ({
  realTabs,
  site,
}) => {
  const { id } = await site.add(firstSlot);
  const first = await openInspector(realTabs, eachSecond);
  await expect(first.figure('Leader')).toHaveText('this tab');
  const second = await openInspector(realTabs, eachSecond);
  await expect(second.figure('Leader')).toHaveText('this tab');
  await expect(first.figure('Role')).toHaveText('follower');

  const traffic = watchTraffic(first.page);
  await site.change(id, { notes: 'Changed by a stranger' });
  await expect(second.events.filter({ hasText: /response.*rows/ })).not.toHaveCount(0);
  await expect(first.events.filter({ hasText: /channel.*rows/ })).not.toHaveCount(0);
  expect(traffic.requests).toEqual([]);

  await first.page.bringToFront();
  await expect(first.figure('Leader')).toHaveText('this tab');
  await expect(second.figure('Role')).toHaveText('follower');
});

test('a hidden tab shows at once what was done meanwhile, and what it was doing goes on', async ({
  realTabs,
  site,
}) => {
  await site.add(firstSlot);
  const added = slot();
  const hidden = await openTherapist(realTabs);
  const front = await openTherapist(realTabs);
  await front.add(added);
  await front.saved();
  await hidden.shows(added); // not yet in front again
  await hidden.page.bringToFront();
  await hidden.toggle(added);
  await front.page.bringToFront();
  await front.showsInactive(added);
  await hidden.saved();
  expect(await site.rows()).toMatchObject([firstSlot, { ...added, isActive: false }]);
});
