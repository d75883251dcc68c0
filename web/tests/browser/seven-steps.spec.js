/** The check that the product exists for: three dashboards in three tabs, each change at once in all of them. */
import { openDashboards, openInspector } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { sevenSteps } from './support/seven-steps.js';
import { firstSlot } from './support/slots.js';
import { watchTraffic } from './support/traffic.js';
import { removeBroadcastChannel, removeStorageEvents } from './support/without.js';

test.beforeEach(({ site }) => site.add(firstSlot));

test('the seven steps, over both transports', async ({ context, site }) => {
  const dashboards = await openDashboards(context);
  const inspector = await openInspector(context);
  const watch = watchAll({ ...dashboards, inspector });
  await sevenSteps(dashboards, watch.onlyAsks);
  expect(await site.rows()).toMatchObject([firstSlot]);

  // Each mutation came by the channel and by the storage events of its outbox entry, which is written when it is made and
  // when its request is sent. Whichever was first counted; the others did nothing.
  const mutations = inspector.events.filter({ hasText: 'mutation' });
  for (const [word, count] of /** @type {const} */ ([
    ['channel', 4],
    ['storage', 8],
    ['joined', 4],
    ['duplicate', 8],
  ])) {
    await expect(mutations.filter({ hasText: word })).toHaveCount(count);
  }
  expect(await inspector.counter('duplicate')).toBeGreaterThanOrEqual(4);
});

test('the seven steps without BroadcastChannel', async ({ context, site }) => {
  await removeBroadcastChannel(context);
  const dashboards = await openDashboards(context);
  const watch = watchAll(dashboards);
  await sevenSteps(dashboards, watch.onlyAsks);
  expect(await site.rows()).toMatchObject([firstSlot]);
});

test('the seven steps with polls alone', async ({ context, site }) => {
  await removeBroadcastChannel(context);
  await removeStorageEvents(context);
  const dashboards = await openDashboards(context, { poll: '' });
  const watch = watchAll(dashboards);
  await sevenSteps(dashboards, watch.nobodyReloads);
  expect(await site.rows()).toMatchObject([firstSlot]);
});

/**
 * @param {Record<string, { page: import('@playwright/test').Page }>} tabs
 */
function watchAll(tabs) {
  const names = Object.keys(tabs);
  const traffic = Object.fromEntries(names.map((name) => [name, watchTraffic(tabs[name].page)]));
  /** @type {Record<string, string[]>} */
  const asked = Object.fromEntries(names.map((name) => [name, []]));
  const nobodyReloads = () => {
    for (const name of names) expect(traffic[name].loads, `loads of ${name}`).toBe(0);
  };
  return {
    nobodyReloads,
    /**
     * Since the tabs are open, the acting tab has made one request per mutation, and nobody any other.
     *
     * @param {string} actor
     * @param {string} request
     */
    onlyAsks(actor, request) {
      asked[actor].push(request);
      for (const name of names) expect(traffic[name].requests, `requests of ${name}`).toEqual(asked[name]);
      nobodyReloads();
    },
  };
}
