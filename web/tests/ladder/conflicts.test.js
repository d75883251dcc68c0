// Two users change one row: 412, and what becomes of the change that came too late.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { by } from './faulty-network.js';
import { converge, openSite, openTabs, slot } from './ladder.js';

/** @param {import('./ladder.js').Site} site */
const patches = ({ network }) =>
  network.calls.filter(by('PATCH')).map(({ headers, status }) => [headers['if-match'], status]);

for (const rung of /** @type {const} */ (['feed', 'versioned'])) {
  for (const conflict of /** @type {const} */ (['merge', 'reject'])) {
    test(`${rung}: without a conflict, '${conflict}' sends the version it knows, once`, async (t) => {
      const site = await openSite(t);
      const { tabs } = await openTabs(site, rung, 2, { declared: { ifMatch: true, conflict } });
      const { id } = await tabs[0].slots.create(slot(1));
      await converge(site, rung, tabs);
      await tabs[1].slots.update(id, { notes: 'one' });
      await converge(site, rung, tabs);
      await tabs[0].slots.update(id, { notes: 'two' });
      await converge(site, rung, tabs);
      assert.deepEqual(patches(site), [
        ['"1"', 200],
        ['"2"', 200],
      ]);
    });
  }

  test(`${rung}: 'merge' takes the other user's change and lays its own over it`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { declared: { ifMatch: true, conflict: 'merge' } });
    const { id } = await tabs[0].slots.create(slot(1));
    await converge(site, rung, tabs);
    await site.change(id, { notes: 'theirs', endTime: '11:00' });
    const merged = await tabs[1].slots.update(id, { notes: 'mine', isActive: false });
    assert.deepEqual([merged.notes, merged.endTime, merged.isActive], ['mine', '11:00', false]);
    assert.deepEqual(await converge(site, rung, tabs), [merged]);
    assert.deepEqual(patches(site), [
      ['"1"', 412],
      ['"2"', 200],
    ]);
  });

  test(`${rung}: 'reject' rolls back in all tabs and rejects with both rows`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { declared: { ifMatch: true, conflict: 'reject' } });
    const { id } = await tabs[0].slots.create(slot(1));
    await converge(site, rung, tabs);
    const theirs = await site.change(id, { notes: 'theirs' });
    await assert.rejects(tabs[1].slots.update(id, { notes: 'mine' }), (/** @type {any} */ error) => {
      assert.equal(error.code, 'conflict');
      assert.deepEqual([error.details.row, error.details.mine.notes], [theirs, 'mine']);
      return true;
    });
    assert.deepEqual(await converge(site, rung, tabs), [theirs]);
    assert.deepEqual(patches(site), [['"1"', 412]]);
  });

  test(`${rung}: a change of a row that another user deleted is rejected, and the row is gone everywhere`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { declared: { ifMatch: true } });
    const { id } = await tabs[0].slots.create(slot(1));
    await converge(site, rung, tabs);
    await site.remove(id);
    await assert.rejects(tabs[1].slots.update(id, { notes: 'mine' }), { code: 'rejected' });
    assert.deepEqual(await converge(site, rung, tabs), []);
  });
}

test('plain: without versions the later of two writers wins, and all tabs agree', async (t) => {
  const site = await openSite(t);
  const { tabs } = await openTabs(site, 'plain', 3);
  const { id } = await tabs[0].slots.create(slot(1));
  await site.change(id, { notes: 'theirs', endTime: '11:00' });
  await tabs[1].slots.update(id, { notes: 'mine' });
  const [row] = await converge(site, 'plain', tabs);
  assert.deepEqual([row.notes, row.endTime], ['mine', '11:00']);
});
