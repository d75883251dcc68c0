/** The seven steps in the engines that are not Chromium, over both transports and over storage events alone. */
import { sevenSteps } from '../support/seven-steps.js';
import { firstSlot } from '../support/slots.js';
import { expect, test } from './fixtures.js';

for (const { name, without } of /** @type {const} */ ([
  { name: 'over both transports', without: undefined },
  { name: 'without BroadcastChannel', without: 'broadcast-channel' },
])) {
  test.describe(name, () => {
    test.use({ without });
    test.beforeEach(({ site }) => site.add(firstSlot));

    test('the seven steps', async ({ dashboards, site }) => {
      const tabs = [dashboards.therapist, dashboards.operator, dashboards.scheduling];
      for (const tab of tabs) expect(await tab.hasBroadcastChannel()).toBe(without === undefined);
      site.log.forget();
      await sevenSteps(dashboards, (_, request) => {
        // One request per mutation, whoever makes it; nobody reads, and nobody loads a page again. In the first step a tab that
        // was slow to open (it had no answer to its hello in time) may still be about to read its first list.
        const opening = request === 'POST' ? ['GET list'] : [];
        expect(site.log.asked.filter((word) => !opening.includes(word))).toEqual([request]);
        expect(site.log.loads).toBe(0);
        site.log.forget();
      });
      expect(await site.rows()).toMatchObject([firstSlot]);
      expect(await site.written()).toHaveLength(4);
    });
  });
}
