/** `tablattice/sync-service` over tabs: what is told to whom, how often, and what a broadcast costs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createSyncService } from 'tablattice/sync-service';

import { isRead } from './backend.js';
import { leaderOf, openTabs, quiet, until } from './tabs.js';

/**
 * @param {import('../../engine/index.js').Engine<any>} engine
 * @returns {[string, any][]} what the service tells
 */
function listen(engine) {
  const service = createSyncService(engine);
  const told = /** @type {[string, any][]} */ ([]);
  for (const type of ['slots_created', 'slots_updated', 'slots_deleted'])
    service.subscribe(type, (row) => told.push([type, row]));
  return told;
}

test('subscribers hear of every change, in the tab that made it and in the others', async (t) => {
  const { tabs } = await openTabs(t, 2);
  for (const { slots } of tabs) slots.load('[]');
  await quiet();
  const [own, other] = tabs.map(({ engine }) => listen(engine));
  await tabs[0].slots.create({ id: 'a', title: 'one' });
  await tabs[0].slots.update('a', { title: 'ONE' });
  await tabs[0].slots.delete('a');
  await until(() => other.some(([type]) => type === 'slots_deleted'), 'the other tab was told');
  for (const told of [own, other]) {
    const [first, ...rest] = told;
    assert.deepEqual([first[0], first[1].title], ['slots_created', 'one']);
    assert.ok(rest.some(([type, { title }]) => type === 'slots_updated' && title === 'ONE'));
    assert.deepEqual(
      rest.filter(([type]) => type !== 'slots_updated').map(([type, { id }]) => [type, id]),
      [['slots_deleted', 'a']],
    );
  }
});

test('the first list is not told; what a later one brings is', async (t) => {
  const { tabs, backend } = await openTabs(t, 1);
  const told = listen(tabs[0].engine);
  for (const id of ['a', 'b']) backend.put(id);
  await tabs[0].slots.refresh({ force: true });
  await quiet();
  assert.equal(told.length, 0);
  assert.equal(tabs[0].slots.size, 2);
  backend.put('c');
  await tabs[0].slots.refresh({ force: true });
  await until(() => told.length > 0, 'the new row is told');
  assert.deepEqual(
    told.map(([type, { id }]) => [type, id]),
    [['slots_created', 'c']],
  );
});

test('a broadcast of what is shown already asks nobody', async (t) => {
  const { tabs, backend } = await openTabs(t, 1);
  const service = createSyncService(tabs[0].engine);
  tabs[0].slots.load('[]');
  const saved = await tabs[0].slots.create({ id: 'a', title: 'one' });
  await quiet();
  const asked = backend.calls.filter(isRead).length;
  service.broadcastWithImmediate('slots_created', saved);
  service.broadcastWithImmediate('slots_updated', saved);
  await tabs[0].slots.delete('a');
  for (const data of ['a', { id: 'a' }, saved]) service.broadcastWithImmediate('slots_deleted', data);
  await quiet();
  assert.equal(backend.calls.filter(isRead).length, asked);
});

test('a write that went past the engine: a broadcast brings it to all tabs, by one request', async (t) => {
  const { tabs, backend } = await openTabs(t, 2);
  await leaderOf(tabs);
  for (const { slots } of tabs) await slots.refresh({ force: true });
  const told = listen(tabs[1].engine);
  await quiet();
  const asked = backend.calls.filter(isRead).length;
  createSyncService(tabs[0].engine).broadcastWithImmediate('slots_created', backend.put('a', { title: 'one' }));
  await until(() => told.length > 0, 'the other tab was told');
  assert.deepEqual(told, [['slots_created', { id: 'a', title: 'one', version: 1 }]]);
  assert.equal(backend.calls.filter(isRead).length, asked + 1);
  createSyncService(tabs[1].engine).broadcastWithImmediate('slots_deleted', backend.remove('a'));
  await until(() => !tabs[0].slots.has('a'), 'the deletion came as well');
});

test('a callback that throws stops no other, and a stopped one is not called', async (t) => {
  const { tabs } = await openTabs(t, 1);
  tabs[0].slots.load('[]');
  const service = createSyncService(tabs[0].engine);
  const calls = /** @type {string[]} */ ([]);
  const stop = service.subscribe('slots_created', () => calls.push('stopped'));
  stop();
  service.subscribe('slots_created', () => {
    throw new Error('in the application');
  });
  service.subscribe('slots_created', () => calls.push('called'));
  await tabs[0].slots.create({ id: 'a' });
  await quiet();
  assert.deepEqual(calls, ['called']);
  assert.deepEqual(
    tabs[0].errors.splice(0).map(({ code }) => code),
    ['callback_failed'],
  );
});

test('a type that names no collection is refused, with those that there are', async (t) => {
  const { tabs } = await openTabs(t, 1);
  const service = createSyncService(tabs[0].engine);
  const refused = { code: 'sync_type_unknown', message: /slots_created/ };
  assert.throws(() => service.subscribe('rooms_created', () => {}), refused);
  assert.throws(() => service.broadcastWithImmediate('slots_moved', {}), refused);
});
