// A tab that opens while others are there: its rows come from a peer, and the server hears nothing of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { by } from './faulty-network.js';
import { converge, openSite, openTabs, rungs, slot, until } from './ladder.js';

for (const rung of rungs) {
  test(`${rung}: a late joiner shows rows, and what waits, without a request`, async (t) => {
    const site = await openSite(t);
    await site.add(slot(1, { id: 'a' }));
    const { tabs, open } = await openTabs(site, rung, 2);
    await tabs[1].slots.update('a', { notes: 'new' });
    await tabs[0].slots.refresh({ force: true });
    await converge(site, rung, tabs);
    const release = site.network.hold(() => true);
    const saving = tabs[0].slots.create(slot(2));
    await until(() => tabs[1].slots.has(String(saving.id)) && site.network.count(by('POST')), 'the others show it');
    const before = site.network.calls.length;
    const late = await open();
    await until(() => late.slots.size === 2, 'the late joiner has its rows');
    assert.deepEqual([late.slots.get('a')?.notes, late.slots.get(String(saving.id))?.$pending], ['new', true]);
    assert.equal(site.network.calls.length, before);
    assert.equal(late.engine.status().collections.slots.status, 'ready');
    release();
    await saving;
    await converge(site, rung, [...tabs, late]);
    assert.equal(late.engine.status().counters.reads, 0);
  });
}
