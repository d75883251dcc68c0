/** `tablattice/sync-service` over tabs: what is told to whom, how often, and what a broadcast costs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { collection } from 'tablattice/node';
import { createSyncService } from 'tablattice/sync-service';

import { isRead } from './backend.js';
import { leaderOf, openTabs, quiet, slotOptions, until } from './tabs.js';

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

test('what is broadcast is taken for a hint, not for the truth: all tabs are told what the server says by then', async (t) => {
  const { tabs, backend } = await openTabs(t, 2);
  await leaderOf(tabs);
  for (const { slots } of tabs) await slots.refresh({ force: true });
  const told = tabs.map(({ engine }) => listen(engine));
  const answer = backend.put('a', { title: 'mine' });
  backend.put('a', { title: 'newer, of another user' });
  const service = createSyncService(tabs[1].engine);
  service.broadcastWithImmediate('slots_created', answer);
  await until(() => told.every(({ length }) => length > 0), 'both tabs were told');
  for (const [[type, { title }]] of told) assert.deepEqual([type, title], ['slots_created', 'newer, of another user']);
  const asked = backend.calls.filter(isRead).length;
  service.broadcastWithImmediate('slots_created', { id: 'b', version: 99, title: 'at no server' });
  await until(() => backend.calls.filter(isRead).length > asked, 'the server was asked');
  await quiet();
  assert.ok(tabs.every(({ slots }) => !slots.has('b')));
});

test('a tab that has not read the rows yet passes a deletion on: it cannot know whether the others show the row', async (t) => {
  const { tabs, backend } = await openTabs(t, 1);
  createSyncService(tabs[0].engine).broadcastWithImmediate('slots_deleted', 'a');
  await until(() => backend.calls.some(isRead), 'the server was asked');
});

test('a row is found by its own key, whatever its field is called', async (t) => {
  const slots = collection({ ...slotOptions, key: 'slotId' });
  const { tabs, backend } = await openTabs(t, 1, { options: { collections: { slots } } });
  const service = createSyncService(tabs[0].engine);
  const row = { slotId: 's-1', id: 7, version: 1 };
  tabs[0].slots.load(JSON.stringify([row]));
  await quiet();
  service.broadcastWithImmediate('slots_updated', row);
  await quiet();
  assert.equal(backend.calls.filter(isRead).length, 0);
  service.broadcastWithImmediate('slots_deleted', row);
  await until(() => backend.calls.some(isRead), 'the server was asked: the row still shows');
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
