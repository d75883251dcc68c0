// Web Locks: how they are asked for, granted, stolen and given up; the in-memory twin is held to the standard's rules.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createMemoryLocks } from '../../engine/index.js';
import { Locks } from '../../engine/locks.js';
import { usableLocks } from '../../engine/page.js';
import { openScripted } from './scripted-engine.js';
import { quiet } from './tabs.js';

/** @typedef {import('../../engine/types.js').LocksLike} LocksLike */

/**
 * @param {LocksLike | null} manager
 * @param {string} [scope]
 */
function openLocks(manager, scope = 'clinic') {
  const told = /** @type {string[]} */ ([]);
  const errors = /** @type {any[]} */ ([]);
  const note = (/** @type {any} */ { name, held }) => void told.push(`${held ? 'has' : 'lost'} ${name}`);
  const locks = new Locks(manager, scope, note, (error) => void errors.push(error));
  return { locks, told, errors };
}

/** @param {LocksLike} manager */
async function namesOf(manager) {
  const { held = [], pending = [] } = await manager.query();
  return { held: held.map(({ name }) => name), pending: pending.map(({ name }) => name) };
}

test('a lock is granted to one tab, and to the next when it is given back', async () => {
  const shared = createMemoryLocks();
  const [first, second] = [openLocks(shared.connect()), openLocks(shared.connect())];
  first.locks.ask('leader');
  first.locks.ask('leader');
  second.locks.ask('leader');
  assert.deepEqual(first.told, [], 'never before the asking tab has gone on');
  await quiet();
  assert.deepEqual([first.told, second.told], [['has leader'], []]);
  assert.deepEqual(await namesOf(shared.connect()), {
    held: ['tablattice:clinic:leader'],
    pending: ['tablattice:clinic:leader'],
  });
  first.locks.release('leader');
  await quiet();
  assert.deepEqual([first.told, second.told], [['has leader'], ['has leader']]);
  first.locks.ask('leader');
  second.locks.release('leader');
  await quiet();
  assert.deepEqual(first.told, ['has leader', 'has leader'], 'given back, it may be asked for again');
});

test('a request that is withdrawn is never granted, and that is no error', async () => {
  const shared = createMemoryLocks();
  const [first, second] = [openLocks(shared.connect()), openLocks(shared.connect())];
  first.locks.ask('leader');
  second.locks.ask('leader');
  await quiet();
  second.locks.release('leader');
  first.locks.release('leader');
  await quiet();
  assert.deepEqual([second.told, second.errors], [[], []]);
  assert.deepEqual(await namesOf(shared.connect()), { held: [], pending: [] });
});

test('withdrawn before it is granted, a lock is free at once, stolen or not', async () => {
  for (const steal of [false, true]) {
    const shared = createMemoryLocks();
    const { locks, told, errors } = openLocks(shared.connect());
    locks.ask('leader', steal);
    locks.release('leader');
    locks.release('leader');
    await quiet();
    assert.deepEqual([told, errors], [[], []]);
    assert.deepEqual(await namesOf(shared.connect()), { held: [], pending: [] });
  }
});

test('a stolen lock is told to the tab that had it, which may ask again', async () => {
  const shared = createMemoryLocks();
  const [first, second] = [openLocks(shared.connect()), openLocks(shared.connect())];
  first.locks.ask('leader');
  second.locks.ask('leader');
  await quiet();
  second.locks.ask('leader', true);
  await quiet();
  assert.deepEqual([first.told, second.told], [['has leader', 'lost leader'], ['has leader']]);
  assert.deepEqual([first.errors, second.errors], [[], []]);
  second.locks.ask('leader', true);
  await quiet();
  assert.deepEqual(second.told, ['has leader'], 'what is held is not stolen from oneself');
  assert.deepEqual((await namesOf(shared.connect())).pending, [], 'the waiting request was withdrawn');
  first.locks.ask('leader');
  second.locks.release('leader');
  await quiet();
  assert.deepEqual(first.told, ['has leader', 'lost leader', 'has leader']);
});

test('a tab that dies frees what it held and waits for no more', async () => {
  const shared = createMemoryLocks();
  const dying = shared.connect();
  const [first, second] = [openLocks(dying), openLocks(shared.connect())];
  first.locks.ask('client:c1');
  first.locks.ask('client:c2');
  await quiet();
  second.locks.ask('client:c1');
  dying.crash();
  await quiet();
  assert.deepEqual([first.told, second.told], [['has client:c1', 'has client:c2'], ['has client:c1']]);
  assert.deepEqual((await namesOf(shared.connect())).held, ['tablattice:clinic:client:c1']);
});

test('all are given up at once; other scopes have locks of their own', async () => {
  const shared = createMemoryLocks();
  const [first, other] = [openLocks(shared.connect(), 'a'), openLocks(shared.connect(), 'b')];
  for (const { locks } of [first, other]) ['leader', 'client:c1'].forEach((name) => locks.ask(name));
  await quiet();
  assert.deepEqual(first.told, other.told);
  first.locks.releaseAll();
  await quiet();
  assert.deepEqual((await namesOf(shared.connect())).held, ['tablattice:b:leader', 'tablattice:b:client:c1']);
});

test('locks that fail are reported once, and may be asked for again', async () => {
  let asked = 0;
  const request = () => ((asked += 1), Promise.reject(new Error('SecurityError')));
  const { locks, told, errors } = openLocks({ request, query: async () => ({}) });
  for (let time = 0; time < 3; time += 1) {
    locks.ask('leader');
    await quiet();
  }
  assert.deepEqual([asked, told], [3, []]);
  assert.deepEqual(
    errors.map(({ code, where }) => [code, where]),
    [['locks_failed', 'tablattice:clinic:leader']],
  );
});

test('without a manager nothing is granted', async () => {
  const { locks, told, errors } = openLocks(null);
  locks.ask('leader', true);
  locks.release('leader');
  await quiet();
  assert.deepEqual([told, errors], [[], []]);
});

test('a manager that may not be used is found out before the engine is made, and reported', async (t) => {
  const refuse = () => Promise.reject(new DOMException('opaque origin', 'SecurityError'));
  const errors = /** @type {any[]} */ ([]);
  const report = (/** @type {any} */ error) => void errors.push(error);
  assert.equal(await usableLocks({ request: refuse, query: refuse }, report), null);
  assert.equal(await usableLocks(null, report), null);
  assert.equal(await usableLocks(undefined, report), null, 'Node has none by default');
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['locks_failed'],
  );

  const refused = await openScripted(t, { locks: { request: refuse, query: refuse } });
  const granted = await openScripted(t, { locks: createMemoryLocks().connect() });
  const { config } = (await openScripted(t)).heard;
  assert.deepEqual([refused.heard.config.locks, granted.heard.config.locks, config.locks], [false, true, false]);
  assert.deepEqual(
    refused.errors.map(({ code }) => code),
    ['locks_failed'],
  );
});

test('the engine asks for locks, is told, and gives them up; the end of the engine gives up the rest', async (t) => {
  const shared = createMemoryLocks();
  const { engine, heardOf, ask } = await openScripted(t, { locks: shared.connect() });
  ask({ kind: 'lock', name: 'leader' }, { kind: 'lock', name: 'client:c1' }, { kind: 'lock', name: 'client:c2' });
  await quiet();
  assert.deepEqual(
    heardOf('lock'),
    ['leader', 'client:c1', 'client:c2'].map((name) => ({ type: 'lock', name, held: true })),
  );
  ask({ kind: 'unlock', name: 'client:c1' });
  openLocks(shared.connect(), 'test').locks.ask('leader', true);
  await quiet();
  assert.deepEqual(heardOf('lock').at(-1), { type: 'lock', name: 'leader', held: false });
  await engine.destroy();
  await quiet();
  assert.deepEqual((await namesOf(shared.connect())).held, ['tablattice:test:leader']);
});

test('what an engine asks for while it is being made, it gets without any input', async (t) => {
  const ownLock = (/** @type {{ type: string }} */ { type }) =>
    type === 'made' ? [/** @type {const} */ ({ kind: 'lock', name: 'client:own' })] : [];
  const { heard } = await openScripted(t, { locks: createMemoryLocks().connect(), autoStart: false }, ownLock);
  await quiet();
  assert.deepEqual(heard.signals, [{ type: 'lock', name: 'client:own', held: true }]);
});

test('memory locks: a callback that throws frees the lock and rejects; one asked for too late is refused', async () => {
  const shared = createMemoryLocks();
  const manager = shared.connect();
  const failing = manager.request('a', {}, () => {
    throw new Error('callback');
  });
  await assert.rejects(failing, /callback/);
  assert.equal(await manager.request('a', {}, async () => 'result'), 'result');
  await assert.rejects(
    manager.request('a', { signal: AbortSignal.abort() }, () => assert.fail('granted')),
    {
      name: 'AbortError',
    },
  );
});
