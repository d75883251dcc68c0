// On every rung: what one tab writes is in all others and on the server, and other users' changes come by the poll.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { by, isList, isWrite } from './faulty-network.js';
import { converge, fastPoll, openSite, openTabs, rungs, shown, slot, until } from './ladder.js';

for (const { rung, locks } of rungs.flatMap((each) => [true, false].map((has) => ({ rung: each, locks: has })))) {
  const how = locks ? '' : ', without Web Locks';
  test(`${rung}${how}: create, update, toggle and delete cross to all tabs, each with one request`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { options: locks ? {} : { locks: null } });
    const [first, second, third] = tabs;
    const saved = await first.slots.create(slot(1, { notes: 'new' }));
    assert.deepEqual(await converge(site, rung, tabs), [saved]);

    await second.slots.update(saved.id, { notes: 'changed' });
    await third.slots.update(saved.id, { isActive: false });
    const [row] = await converge(site, rung, tabs);
    assert.deepEqual([row.notes, row.isActive], ['changed', false]);

    await third.slots.delete(saved.id);
    assert.deepEqual(await converge(site, rung, tabs), []);
    const writes = site.network.calls.filter(isWrite).map(({ method, status }) => `${method} ${status}`);
    assert.deepEqual(writes, ['POST 201', 'PATCH 200', 'PATCH 200', rung === 'feed' ? 'DELETE 200' : 'DELETE 204']);
    assert.equal(await site.revision(), 4);
    for (const { engine } of tabs) assert.equal(engine.status().rungs.slots, rung);
  });
}

for (const rung of rungs) {
  test(`${rung}: a change is in the other tabs, pending, before the server has answered`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 2);
    const release = site.network.hold(isWrite);
    const saving = tabs[0].slots.create(slot(1));
    await until(() => tabs[1].slots.has(String(saving.id)), 'the other tab shows it');
    assert.equal(tabs[1].slots.get(String(saving.id))?.$pending, true);
    release();
    await saving;
    await converge(site, rung, tabs);
  });

  test(`${rung}: what another user adds, changes and deletes comes by the poll, to all tabs`, async (t) => {
    const site = await openSite(t);
    await site.add(slot(1, { id: 'kept' }));
    await site.add(slot(2, { id: 'dropped' }));
    const { tabs } = await openTabs(site, rung, 3, { options: { poll: fastPoll } });
    await converge(site, rung, tabs);
    await site.add(slot(3, { id: 'added' }));
    await site.change('kept', { notes: 'by another user' });
    await site.remove('dropped');
    const rows = await converge(site, rung, tabs);
    assert.deepEqual(
      rows.map(({ id, notes }) => [id, notes]),
      [
        ['added', ''],
        ['kept', 'by another user'],
      ],
    );
  });

  test(`${rung}: a read that was held back undoes neither a create, an update nor a delete`, async (t) => {
    const site = await openSite(t);
    await site.add(slot(1, { id: 'kept' }));
    await site.add(slot(2, { id: 'dropped' }));
    const { tabs } = await openTabs(site, rung, 2);
    const before = site.network.calls.length;
    const release = site.network.hold(by('GET'));
    const polled = tabs[0].slots.refresh({ force: true });
    await until(() => site.network.calls.length > before, 'the read was sent');
    const { id } = await tabs[0].slots.create(slot(3));
    await tabs[0].slots.update('kept', { notes: 'newer' });
    await tabs[1].slots.delete('dropped');
    const told = () => tabs.map((tab) => Object.fromEntries(shown(tab).map((row) => [row.id, row.notes])));
    const expected = { [id]: '', kept: 'newer' };
    await until(() => told().every(({ kept }) => kept === 'newer'), 'both tabs show the update');
    release();
    await polled;
    assert.deepEqual(told(), [expected, expected]);
    await converge(site, rung, tabs);
  });
}

test('versioned: an unchanged list costs a 304, a changed one does not', async (t) => {
  const site = await openSite(t);
  await site.add(slot(1, { id: 'a' }));
  const { tabs } = await openTabs(site, 'versioned', 1);
  const [{ slots }] = tabs;
  for (let count = 0; count < 2; count += 1) await slots.refresh({ force: true });
  await site.change('a', { notes: 'new' });
  await slots.refresh({ force: true });
  const lists = site.network.calls.filter(isList);
  assert.deepEqual(
    lists.map(({ status }) => status),
    [200, 304, 304, 200],
  );
  assert.match(String(lists[1].headers['if-none-match']), /^"1-\d+-versioned"$/);
  await converge(site, 'versioned', tabs);
});

test('versioned: after an own write the known list is not asked for by its tag, so it cannot answer 304', async (t) => {
  const site = await openSite(t);
  await site.add(slot(1, { id: 'a' }));
  const { tabs } = await openTabs(site, 'versioned', 1);
  const [{ slots }] = tabs;
  await slots.update('a', { notes: 'mine' });
  await slots.refresh({ force: true });
  const last = site.network.calls.filter(isList).at(-1);
  assert.deepEqual([last?.status, last?.headers['if-none-match']], [200, undefined]);
  await converge(site, 'versioned', tabs);
});

test('plain: no condition is ever sent', async (t) => {
  const site = await openSite(t);
  const { tabs } = await openTabs(site, 'plain', 1, { declared: { ifMatch: true } });
  const [{ slots }] = tabs;
  const { id } = await slots.create(slot(1));
  await slots.update(id, { notes: 'new' });
  await slots.refresh({ force: true });
  await slots.delete(id);
  await converge(site, 'plain', tabs);
  const conditions = site.network.calls.filter(({ headers }) => headers['if-match'] ?? headers['if-none-match']);
  assert.deepEqual(conditions, []);
});

test('tabs of all rungs on one database: each sees what the others write', async (t) => {
  const site = await openSite(t);
  const opened = await Promise.all(
    rungs.map((rung) => openTabs(site, rung, 2, { options: { poll: fastPoll, scope: rung } })),
  );
  const everywhere = () => Promise.all(rungs.map((rung, index) => converge(site, rung, opened[index].tabs)));
  const writers = opened.map(({ tabs }) => tabs[0].slots);
  const saved = await Promise.all(writers.map((slots, index) => slots.create(slot(index))));
  await everywhere();
  await Promise.all(
    writers.map((slots, index) => slots.update(saved[(index + 1) % 3].id, { notes: `by ${rungs[index]}` })),
  );
  await everywhere();
  await Promise.all(writers.map((slots, index) => slots.delete(saved[(index + 2) % 3].id)));
  assert.deepEqual(await everywhere(), [[], [], []]);
  assert.equal(await site.revision(), 9);
});
