// getState() over random changes: every state that was ever handed out stays as it was, and reads as Redux Toolkit's would.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareKeys } from '../../engine/keys.js';
import { openTabs } from './tabs.js';

/** @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * @param {import('node:test').TestContext} t
 * @param {any[]} rows
 */
async function openLoaded(t, rows) {
  const { tabs, backend } = await openTabs(t, 1);
  tabs[0].slots.load(JSON.stringify(rows));
  return { ...tabs[0], backend };
}

/**
 * What a state says of its rows, read in every way that there is.
 * @param {any} state
 */
function contentsOf({ slots: { ids, entities } }) {
  const byId = Object.fromEntries(ids.map((/** @type {string} */ id) => [id, entities[id]]));
  assert.deepEqual(Object.keys(entities), ids);
  assert.deepEqual({ ...entities }, byId);
  assert.deepEqual(JSON.parse(JSON.stringify(entities)), byId);
  assert.ok(ids.every((/** @type {string} */ id) => id in entities && Object.isFrozen(entities[id])));
  return byId;
}

test('states that were handed out stay as they were, whatever changes and whenever they are read', async (t) => {
  const seed = Number(process.env.TABLATTICE_SEED ?? Date.now() % 2 ** 31);
  t.diagnostic(`TABLATTICE_SEED=${seed}`);
  const below = random(seed);
  for (let round = 0; round < 15; round += 1) {
    const model = new Map();
    for (let id = 0; id < 12; id += 1) model.set(`r${id}`, { id: `r${id}`, version: 1, title: 'first' });
    const { engine, slots } = await openLoaded(t, [...model.values()]);
    const held = /** @type {{ state: any, expected: any }[]} */ ([]);
    const hold = () => {
      const expected = Object.fromEntries([...model].sort().map(([id, row]) => [id, row]));
      held.push({ state: engine.getState(), expected });
    };
    for (let step = 0; step < 60; step += 1) {
      const id = `r${below(18)}`;
      const version = step + 2;
      if (below(3) === 0) model.delete(id);
      else model.set(id, { id, version, title: `${step}` });
      slots.load(JSON.stringify([...model.values()]));
      if (below(2) === 0) hold();
      if (held.length > 0 && below(3) === 0) {
        const { state, expected } = held[below(held.length)];
        assert.deepEqual(contentsOf(state), expected);
      }
      if (below(6) === 0) held.splice(below(held.length), 1);
    }
    for (const { state, expected } of held) assert.deepEqual(contentsOf(state), expected);
    for (const [index, { state, expected }] of held.entries()) {
      const next = held[index + 1];
      for (const id of next ? Object.keys(expected) : []) {
        const same = next.expected[id] === expected[id];
        assert.equal(state.slots.entities[id] === next.state.slots.entities[id], same, `${id} of state ${index}`);
      }
    }
    await engine.destroy();
  }
});

test('entities refuse to be changed, and have nothing that no row is', async (t) => {
  const { engine } = await openLoaded(t, [
    { id: '__proto__', version: 1 },
    { id: 7, version: 1 },
    { id: 'a', version: 1 },
  ]);
  const { entities, ids } = engine.getState().slots;
  assert.deepEqual(Object.keys(entities).sort(), ['7', '__proto__', 'a']);
  assert.equal(entities[7].id, 7);
  assert.equal(entities['__proto__'].id, '__proto__');
  assert.deepEqual([...ids].sort(), [7, '__proto__', 'a'].sort());
  for (const name of ['b', 'toString', '8', '07', '']) assert.equal(name in entities, false);
  const open = /** @type {any} */ (entities);
  for (const change of [
    () => (open.a = 1),
    () => (open.b = 1),
    () => delete open.a,
    () => Object.defineProperty(open, 'a', { value: 1 }),
    () => Object.setPrototypeOf(open, {}),
  ]) {
    assert.throws(change, TypeError);
  }
});

test('ids keep the order of the engine, and are the same array while no row comes or goes', async (t) => {
  const odd = ['a', 'B', '"', '\\', '\n', '\u001f', 'é', '\uffee', '😀', '10', '9'];
  const rows = [...odd, 10, 9, -1, 1.5].map((id) => ({ id, version: 1 }));
  const { engine, slots } = await openLoaded(t, rows.slice(4));
  const { ids } = engine.getState().slots;
  assert.deepEqual([...ids], [...ids].sort(compareKeys));
  slots.load(JSON.stringify(rows.slice(4).map((row) => ({ ...row, version: 2 }))));
  assert.equal(engine.getState().slots.ids, ids);
  slots.load(JSON.stringify(rows.map((row) => ({ ...row, version: 3 }))));
  const all = engine.getState().slots.ids;
  const other = await openLoaded(t, rows);
  assert.deepEqual(all, other.slots.keys(), 'sorted in here as the engine sorts them');
  assert.equal(ids.length, rows.length - 4);
});

test('reading a state row after row costs few calls', async (t) => {
  const rows = Array.from({ length: 2000 }, (_, index) => ({ id: `r${String(index).padStart(4, '0')}`, version: 1 }));
  const { engine, slots } = await openLoaded(t, rows);
  const { ids, entities } = engine.getState().slots;
  assert.equal(ids.map((id) => entities[id]).filter((row) => row?.version === 1).length, 2000);
  slots.load(JSON.stringify(rows.map((row) => ({ ...row, version: 2 }))));
  const next = engine.getState().slots;
  assert.ok(next.ids.every((id) => next.entities[id].version === 2));
  assert.ok(ids.every((id) => entities[id].version === 1));
});
