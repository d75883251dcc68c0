/** Two users on one origin, each with two tabs: one signs out, and nothing of the other is touched. */
import { openTab } from './support/engine-tabs.js';
import { expect, test } from './support/fixtures.js';
import { kept } from './support/kept.js';
import { firstSlot, slot } from './support/slots.js';
import { hold } from './support/traffic.js';

// One scope's name begins the other's: what is wiped must not be all that begins so.
const ana = { scope: 'clinic:ana', persist: true };
const ben = { scope: 'clinic:ana:ben', persist: true };

test('one of two users signs out: all of that user is wiped in all tabs, nothing of the other', async ({
  context,
  site,
}) => {
  const first = await site.add(firstSlot);
  const second = await site.add(slot());
  const [ana1, ana2] = [await openTab(context, ana), await openTab(context, ana)];
  const [ben1, ben2] = [await openTab(context, ben), await openTab(context, ben)];
  for (const { scope } of [ana, ben])
    await expect.poll(async () => (await kept(ana1.page, scope)).cache).not.toEqual([]);
  const anas = await hold(ana1.page, 'PATCH', 'answer');
  const bens = await hold(ben1.page, 'PATCH', 'request');
  await ana1.update(first.id, { notes: 'Changed by Ana' });
  await ben1.update(second.id, { notes: 'Changed by Ben' });
  for (const { count } of [anas, bens]) await expect.poll(count).toBe(1);
  const bensBefore = await kept(ben1.page, ben.scope);
  expect(bensBefore.storage).toHaveLength(1);
  expect((await kept(ana1.page, ana.scope)).storage).toHaveLength(1);

  await ana1.page.evaluate(() => /** @type {any} */ (globalThis).engine.destroy({ forget: true }));
  const nothing = { storage: [], cache: [], locks: [] };
  await expect.poll(() => kept(ben1.page, ana.scope)).toEqual(nothing);
  await expect(ana2.create(slot({ notes: 'Too late' }))).rejects.toThrow(/engine_forgotten|signed out/);
  expect(await kept(ben1.page, ben.scope)).toEqual(bensBefore);

  // The answer to Ana's change comes too late to be written anywhere; Ben's work goes on.
  await anas.release();
  await bens.release();
  await ben1.saved();
  const { id } = await ben2.create(slot({ startTime: '16:00', endTime: '16:30', notes: 'Made by Ben' }));
  await ben2.saved();
  await ben1.page.waitForFunction((id) => /** @type {any} */ (globalThis).slots.has(id), id);
  const rows = await site.rows();
  expect(rows.map(({ notes }) => notes)).toEqual(['Changed by Ana', 'Changed by Ben', 'Made by Ben']);
  expect(await site.written()).toHaveLength(3);
  for (const tab of [ben1, ben2]) {
    await tab.page.evaluate(() => /** @type {any} */ (globalThis).slots.refresh({ force: true }));
    await tab.shows(rows);
    expect(await tab.errors()).toEqual([]);
  }
  expect(await kept(ben1.page, ana.scope)).toEqual(nothing);
});
