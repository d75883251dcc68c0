// What changed in the engine crosses when it is read, or when listeners are told: once, however many messages brought it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import createTablattice from '../../engine/generated/tablattice.js';
import { Backend } from './backend.js';
import { openTab } from './tabs.js';

/** @typedef {{ id: string, version: number, title: string }} Row */

/** @param {number} version @param {Row[]} rows */
const push = (version, rows) =>
  JSON.stringify({
    ...{ p: 1, from: 'server', life: 1, n: 0, at: 1000 },
    events: [{ kind: 'rows', collection: 'slots', stamp: [1000, version, 'server'], rows, gone: [], mutations: [] }],
  });

/**
 * A tab with rows a and b, and what is asked of its engine.
 * @param {import('node:test').TestContext} t
 */
async function openCounted(t) {
  const asked = /** @type {string[]} */ ([]);
  const factory = async (/** @type {any} */ options) => {
    const module = await createTablattice(options);
    for (const name of ['takeNews', 'row', 'rows', 'keys']) {
      const call = module.Engine.prototype[name];
      module.Engine.prototype[name] = function note(/** @type {any[]} */ ...given) {
        asked.push(name);
        return call.apply(this, given);
      };
    }
    return module;
  };
  const wasm = new URL('../../engine/generated/tablattice.wasm', import.meta.url);
  const tab = await openTab(t, new Backend(), { factory, wasm, now: () => 2000 });
  tab.slots.load(JSON.stringify({ revision: 1, rows: [row('a', 1), row('b', 1)] }));
  await Promise.resolve();
  const { engine } = tab;
  let version = 1;
  const receive = (/** @type {string} */ id, /** @type {string} */ title) => {
    version += 1;
    engine.receive(push(version, [row(id, version, title)]));
  };
  return { ...tab, asked, receive };
}

/** @returns {Row} */
const row = (/** @type {string} */ id, /** @type {number} */ version, title = `${id}${version}`) => ({
  id,
  version,
  title,
});

test('what many messages of one task changed crosses once, after the task', async (t) => {
  const { engine, slots, asked, receive } = await openCounted(t);
  const view = engine.view({ from: 'slots', orderBy: 'id' });
  const told = /** @type {string[][]} */ ([]);
  view.subscribe(({ rows }) => void told.push(rows.map(({ title }) => title)));
  slots.subscribe('a', (changed) => void told.push([String(changed?.title)]));
  asked.length = 0;
  for (let round = 0; round < 10; round += 1) receive('a', `round ${round}`);
  assert.deepEqual(asked, []);
  await Promise.resolve();
  assert.deepEqual(told, [['round 9'], ['round 9', 'b1']]);
  assert.deepEqual(asked, ['takeNews']);
});

test('whoever reads before that reads what has changed by then', async (t) => {
  const { engine, slots, receive } = await openCounted(t);
  const view = engine.view({ from: 'slots', where: { title: 'new' } });
  const titles = () => [slots.get('a')?.title, view.get().total, engine.getState().slots.entities.a?.title];
  assert.deepEqual(titles(), ['a1', 0, 'a1']);
  receive('a', 'new');
  assert.deepEqual(slots.get('a')?.title, 'new');
  receive('a', 'other');
  assert.deepEqual(titles(), ['other', 0, 'other']);
  receive('c', 'new');
  assert.deepEqual([slots.keys(), view.get().total], [['a', 'b', 'c'], 1]);
});

test('a state stays as it was when several changes cross at once, and when the engine ends before they do', async (t) => {
  const { engine, receive } = await openCounted(t);
  const { slots } = engine.getState();
  for (const title of ['second', 'third']) receive('a', title);
  receive('c', 'came');
  assert.deepEqual([slots.entities.a, slots.ids], [row('a', 1), ['a', 'b']]);
  const next = engine.getState().slots;
  assert.deepEqual([next.entities.a.title, next.ids], ['third', ['a', 'b', 'c']]);
  receive('a', 'last');
  await engine.destroy({ forget: true });
  assert.deepEqual([next.entities.a.title, slots.entities.a.title], ['third', 'a1']);
});

test('a text is taken whole, however long it is and whatever its letters', async (t) => {
  const { slots, receive } = await openCounted(t);
  for (const title of ['é', '語'.repeat(5000), '😀'.repeat(20_000), 'a'.repeat(200_000)]) {
    receive('a', title);
    assert.equal(slots.get('a')?.title, title);
  }
});
