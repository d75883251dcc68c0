// The server has done it and the answer is lost: what happens then, on every rung, over connections that really break.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { by, isChanges, isList, isWrite } from './faulty-network.js';
import { converge, openSite, openTabs, rungs, slot, takeErrors } from './ladder.js';

/**
 * Creates, changes and deletes one slot; of each write the first answer is lost.
 *
 * @param {import('./ladder.js').Site} site
 * @param {import('./ladder.js').Rung} rung
 * @param {import('./ladder.js').Tab[]} tabs
 */
async function writeAndLose(site, rung, tabs) {
  const { network } = site;
  network.lose(by('POST'));
  network.lose(by('PATCH'));
  network.lose(by('DELETE'));
  const { id } = await tabs[0].slots.create(slot(1));
  await converge(site, rung, tabs);
  const changed = await tabs[1].slots.update(id, { notes: 'changed' });
  assert.equal(changed.notes, 'changed');
  await converge(site, rung, tabs);
  await tabs[0].slots.delete(id);
  assert.deepEqual(await converge(site, rung, tabs), []);
  return network.calls.filter(isWrite);
}

for (const [name, rung, server] of /** @type {const} */ ([
  ['feed', 'feed', {}],
  ['versioned, with idempotency keys', 'versioned', { keys: true }],
  ['plain, with idempotency keys', 'plain', { keys: true }],
])) {
  test(`${name}: each write is sent again under its key and carried out exactly once`, async (t) => {
    const site = await openSite(t, server);
    const { tabs } = await openTabs(site, rung, 3, { declared: { idempotencyKeys: true } });
    const writes = await writeAndLose(site, rung, tabs);
    assert.deepEqual(
      writes.map(({ method }) => method),
      ['POST', 'POST', 'PATCH', 'PATCH', 'DELETE', 'DELETE'],
    );
    const keys = writes.map(({ headers }) => String(headers['idempotency-key']));
    assert.deepEqual([keys[0], keys[2], keys[4]], [keys[1], keys[3], keys[5]]);
    assert.deepEqual(await site.mutations(), [keys[0], keys[2], keys[4]]);
    assert.equal(await site.revision(), 3);
  });
}

test('versioned, with If-Match: a second attempt changes nothing a second time, and the promise resolves', async (t) => {
  const site = await openSite(t);
  const { tabs } = await openTabs(site, 'versioned', 3, { declared: { ifMatch: true } });
  const writes = await writeAndLose(site, 'versioned', tabs);
  const [first, second] = writes.filter(by('PATCH'));
  assert.equal(first.headers['if-match'], '"1"');
  assert.equal(second.headers['if-match'], '"1"', 'sent again as it was');
  assert.deepEqual([second.status, await site.revision()], [412, 3]);
});

for (const rung of /** @type {const} */ (['versioned', 'plain'])) {
  test(`${rung}, without keys: a create of a client's own id makes one row, and the end is right`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3);
    const writes = await writeAndLose(site, rung, tabs);
    assert.deepEqual(
      writes.map(({ method, status }) => `${method} ${status}`),
      ['POST 0', 'POST 409', 'PATCH 0', 'PATCH 200', 'DELETE 0', 'DELETE 404'],
    );
    const changes = await site.revision();
    assert.equal(changes, 4, 'the update was applied twice, as this rung allows, and nothing else was');
  });
}

for (const rung of rungs) {
  test(`${rung}: connections that break before the server heard anything cost an attempt, nothing more`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 2);
    site.network.cut(isWrite, 2);
    const { id } = await tabs[0].slots.create(slot(1));
    site.network.replace(isWrite, { status: 503, headers: { 'retry-after': '0' } }, 2);
    await tabs[0].slots.update(id, { isActive: false });
    await converge(site, rung, tabs);
    assert.equal(await site.revision(), 2);
  });

  test(`${rung}: a read whose answer is lost is told and changes nothing; the next one brings all`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 2);
    const [leader, follower] = tabs;
    await leader.slots.create(slot(1, { id: 'a' }));
    await leader.slots.refresh({ force: true }); // on the plain rung the create has asked for a read already
    await converge(site, rung, tabs);
    await site.change('a', { notes: 'by another user' });
    site.network.lose((call) => isList(call) || isChanges(call));
    await assert.rejects(leader.slots.refresh({ force: true }), { name: 'TablatticeError' });
    assert.equal(leader.slots.get('a')?.notes, '');
    await follower.slots.refresh({ force: true });
    assert.equal(follower.slots.get('a')?.notes, 'by another user');
    await converge(site, rung, tabs);
    assert.deepEqual(takeErrors(leader), ['network_error']);
  });
}
