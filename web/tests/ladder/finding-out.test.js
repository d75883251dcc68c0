// The engine is told an address and nothing of its rung: it finds out, and says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isChanges, isList } from './faulty-network.js';
import { converge, fastPoll, openSite, openTabs, slot, takeErrors } from './ladder.js';

const untold = /** @type {const} */ ({ rung: undefined, version: 'version' });

for (const rung of /** @type {const} */ (['versioned', 'plain'])) {
  test(`${rung}: tabs that were not told find out by the first rows they read`, async (t) => {
    const site = await openSite(t);
    await site.add(slot(1, { id: 'a' }));
    const { tabs, open } = await openTabs(site, rung, 2, { declared: untold, options: { poll: fastPoll } });
    await converge(site, rung, tabs);
    await tabs[0].slots.update('a', { notes: 'new' });
    await tabs[1].slots.create(slot(2));
    await converge(site, rung, tabs);
    const late = await open();
    await converge(site, rung, [...tabs, late]);
    await late.slots.update('a', { isActive: false });
    await converge(site, rung, [...tabs, late]);
    for (const tab of [...tabs, late]) assert.equal(tab.engine.status().rungs.slots, rung);
    assert.equal(site.network.count(isChanges), 0);
  });

  test(`${rung}: tabs that were not told find out by their own first write, into an empty list`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { declared: untold });
    const saved = await tabs[0].slots.create(slot(1));
    await converge(site, rung, tabs);
    await tabs[1].slots.update(saved.id, { notes: 'new' });
    await converge(site, rung, tabs);
    await tabs[2].slots.delete(saved.id);
    await converge(site, rung, tabs);
    assert.equal(tabs[0].engine.status().rungs.slots, rung);
  });
}

test('a version of a form that cannot be compared makes the collection plain, which is reported', async (t) => {
  const site = await openSite(t);
  await site.add(slot(1, { id: 'a' }));
  const declared = /** @type {const} */ ({ rung: undefined, version: 'startTime' });
  const { tabs } = await openTabs(site, 'versioned', 2, { declared });
  await site.change('a', { startTime: '08:00' });
  await tabs[0].slots.refresh({ force: true });
  await converge(site, 'versioned', tabs);
  for (const tab of tabs) {
    assert.equal(tab.engine.status().rungs.slots, 'plain');
    assert.ok(takeErrors(tab).includes('rung_plain'));
  }
});

test('updatedAt serves as a version too', async (t) => {
  const site = await openSite(t);
  const declared = /** @type {const} */ ({ rung: undefined, version: 'updatedAt' });
  const { tabs } = await openTabs(site, 'versioned', 3, { declared, options: { poll: fastPoll } });
  const { id } = await tabs[0].slots.create(slot(1));
  await tabs[1].slots.update(id, { notes: 'mine' });
  await site.change(id, { isActive: false });
  const [row] = await converge(site, 'versioned', tabs);
  assert.deepEqual([row.notes, row.isActive], ['mine', false]);
  for (const { engine } of tabs) assert.equal(engine.status().rungs.slots, 'versioned');
});

test('feed: a cursor from before the kept history is answered by 410, and the list is taken', async (t) => {
  const site = await openSite(t, { historyRevisions: 3 });
  await site.add(slot(1, { id: 'kept' }));
  await site.add(slot(2, { id: 'dropped' }));
  const { tabs } = await openTabs(site, 'feed', 2);
  await converge(site, 'feed', tabs);
  await site.remove('dropped');
  for (const notes of ['1', '2', '3', '4']) await site.change('kept', { notes });
  const reads = () => site.network.calls.filter((call) => isList(call) || isChanges(call));
  const before = reads().length;
  await tabs[1].slots.refresh({ force: true });
  const statuses = () =>
    reads()
      .slice(before)
      .map(({ path, status }) => `${status} ${path.split('?')[0]}`);
  assert.deepEqual(statuses(), ['410 /api/availability/changes', '200 /api/availability']);
  await converge(site, 'feed', tabs);
  await site.change('kept', { notes: '5' });
  await tabs[1].slots.refresh({ force: true });
  await converge(site, 'feed', tabs);
  assert.deepEqual(statuses().slice(2), ['200 /api/availability/changes'], 'from then on deltas again');
});
