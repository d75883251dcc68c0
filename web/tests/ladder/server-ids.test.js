// The server makes the ids: until it has, a row has a temporary key, which is never sent, and changes of it wait.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { by, isWrite } from './faulty-network.js';
import { converge, openSite, openTabs, rungs, shown, slot, takeErrors, until } from './ladder.js';

const declared = /** @type {const} */ ({ ids: 'server' });

for (const rung of rungs) {
  test(`${rung}: changes of a row whose id is still being made wait for it, by any tab`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { declared });
    const [first, second] = tabs;
    const release = site.network.hold(by('POST'));
    const creating = first.slots.create(slot(1));
    const temporary = String(creating.id);
    const updating = first.slots.update(temporary, { notes: 'changed' });
    await until(() => second.slots.get(temporary)?.notes === 'changed', 'the other tab shows the change');
    const toggling = second.slots.update(temporary, { isActive: false });
    await until(() => first.slots.get(temporary)?.isActive === false, 'the first tab shows the toggle');
    assert.equal(site.network.count(isWrite), 1, 'only the create was sent');
    release();
    const [created] = await Promise.all([creating, updating, toggling]);
    assert.notEqual(created.id, temporary);

    const [row] = await converge(site, rung, tabs);
    assert.deepEqual([row.id, row.notes, row.isActive], [created.id, 'changed', false]);
    for (const { slots } of tabs)
      assert.equal(slots.get(temporary), slots.get(row.id), 'the temporary key finds it too');
    const writes = site.network.calls.filter(isWrite);
    assert.equal('id' in writes[0].body, false);
    assert.equal(writes.filter(({ path }) => path.includes(temporary)).length, 0);
    assert.deepEqual(
      writes.map(({ method, status }) => `${method} ${status}`),
      ['POST 201', 'PATCH 200', 'PATCH 200'],
    );

    await second.slots.delete(temporary);
    assert.deepEqual(await converge(site, rung, tabs), []);
  });

  test(`${rung}: a create that is refused takes the changes of its row with it, in all tabs`, async (t) => {
    const site = await openSite(t);
    await site.add(slot(1, { id: 'other' }));
    const declaredBare = { ...declared, slice: undefined }; // so that the server is the first to see the overlap
    const { tabs } = await openTabs(site, rung, 2, { declared: declaredBare });
    const release = site.network.hold(by('POST'));
    const creating = tabs[0].slots.create(slot(1));
    const updating = tabs[0].slots.update(String(creating.id), { notes: 'changed' });
    const refused = Promise.all([
      assert.rejects(creating, { code: 'rejected', where: 'startTime' }),
      assert.rejects(updating, { code: 'create_rejected' }),
    ]);
    await until(() => tabs[1].slots.size === 2, 'the other tab shows it meanwhile');
    release();
    await refused;
    await converge(site, rung, tabs);
    assert.equal(site.network.count(by('PATCH')), 0);
  });
}

test('feed: a create whose answer is lost makes one row, and its changes find it', async (t) => {
  const site = await openSite(t);
  const { tabs } = await openTabs(site, 'feed', 3, { declared });
  site.network.lose(by('POST'), 2);
  const creating = tabs[0].slots.create(slot(1));
  const updated = await tabs[0].slots.update(String(creating.id), { notes: 'changed' });
  assert.equal(updated.id, (await creating).id);
  assert.deepEqual(await converge(site, 'feed', tabs), [updated]);
  assert.deepEqual([site.network.count(by('POST')), await site.revision()], [3, 2]);
});

for (const rung of /** @type {const} */ (['versioned', 'plain'])) {
  test(`${rung}, without keys: a create whose answer is lost is not sent again, and its user hears so`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 2, { declared });
    site.network.lose(by('POST'));
    const creating = tabs[0].slots.create(slot(1));
    const refused = assert.rejects(creating, { code: 'outcome_unknown' });
    await until(() => site.network.count(by('POST')) === 1, 'the create was sent');
    await until(() => tabs[0].engine.status().pending === 0, 'its fate is seen to be unknown');
    await tabs[0].slots.refresh({ force: true });
    await refused;
    const rows = await converge(site, rung, tabs);
    assert.deepEqual([rows.length, site.network.count(by('POST'))], [1, 1]);
    assert.equal(shown(tabs[1]).length, 1);
    tabs.forEach(takeErrors);
  });
}
