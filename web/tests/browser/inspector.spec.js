/** The inspector shows what its tab's engine does, as it does it. */
import { openInspector, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { firstSlot } from './support/slots.js';
import { answerInstead } from './support/traffic.js';

test.beforeEach(({ site }) => site.add(firstSlot));

test('sync events with source, row and verdict, and the counters', async ({ context }) => {
  const therapist = await openTherapist(context);
  const inspector = await openInspector(context);
  await inspector.page.getByRole('button', { name: 'Clear' }).click();
  await therapist.toggle(firstSlot);
  await therapist.saved();

  const cells = (/** @type {RegExp} */ kind) => inspector.events.filter({ hasText: kind });
  const mutation = cells(/mutation update/);
  // By the channel, and by storage events: the outbox entry as it was first written, and with its attempt. Whichever came first
  // counted.
  await expect(mutation).toHaveCount(3);
  await expect(mutation.filter({ hasText: 'channel' })).toHaveCount(1);
  await expect(mutation.filter({ hasText: 'storage' })).toHaveCount(2);
  await expect(mutation.filter({ hasText: 'duplicate' })).toHaveCount(2);
  await expect(mutation.filter({ hasText: 'joined' })).toContainText('syncAvailabilityUpdated');
  await expect(cells(/channel.*outcome acked/)).toContainText('joined');
  await expect(inspector.events.first().getByRole('cell').first()).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}$/);
  await expect(inspector.figure('duplicate')).toHaveText(/^[1-9]/);
  await expect(inspector.figure('Rows')).toHaveText('1');
  await expect(inspector.figure('Rung')).toHaveText('feed');
  await expect(inspector.figure('Connection')).toHaveText('online');
});

test('a message that is malformed is refused, counted and reported, and changes nothing', async ({ context }) => {
  const therapist = await openTherapist(context);
  const inspector = await openInspector(context);
  await therapist.page.evaluate(() => {
    const channel = new BroadcastChannel('tablattice:availability-demo');
    channel.postMessage('{"p":1,"from":"somebody","life":1,"n":1,"events":[{"kind":"rows"');
    channel.close();
  });
  await expect(inspector.events.filter({ hasText: 'refused' })).toHaveCount(1);
  await expect(inspector.page.getByRole('heading', { name: 'Reports' })).toBeVisible();
  await therapist.toggle(firstSlot);
  await expect(inspector.events.filter({ hasText: 'syncAvailabilityUpdated' }).first()).toBeVisible();
  await therapist.showsInactive(firstSlot);
});

test('what the API answers amiss is told with its rows kept', async ({ context }) => {
  const inspector = await openInspector(context);
  await expect(inspector.figure('State')).toHaveText('ready');
  await answerInstead(inspector.page, ['GET changes', 'GET list'], {
    status: 200,
    contentType: 'text/html',
    body: '<!doctype html><title>Sign in</title>',
  });
  await inspector.page.getByRole('button', { name: 'Refresh' }).click();
  await expect(inspector.figure('State')).toHaveText(/error/);
  await expect(inspector.figure('Rows')).toHaveText('1');
  await expect(inspector.figure('Failed polls')).toHaveText(/^[1-9]/);
  await expect(inspector.page.getByRole('listitem').filter({ hasText: /json/i })).not.toHaveCount(0);
});
