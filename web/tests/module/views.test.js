// Views, rows by key and the Redux state: what they show, when they tell, and what keeps its identity.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { json, isWrite } from './backend.js';
import { openTabs, quiet, takeErrors } from './tabs.js';

/** @typedef {import('../../engine/index.js').Query} Query */

/** @param {import('node:test').TestContext} t */
async function openFilled(t) {
  const { backend, tabs } = await openTabs(t, 2);
  ['a', 'b', 'c', 'd'].forEach((id, rank) =>
    backend.put(id, { title: id, rank, on: rank % 2 === 0, group: rank < 3 ? 'x' : 'y' }),
  );
  await Promise.all(tabs.map(({ slots }) => slots.refresh()));
  return { backend, tabs, ...tabs[0] };
}

/** @type {Query} */
const query = {
  from: 'slots',
  where: { on: true, $or: [{ rank: { lt: 1 } }, { rank: { gte: 2 } }] },
  orderBy: ['group', '-rank'],
  aggregates: { perGroup: { op: 'count', groupBy: 'group' }, last: { op: 'max', field: 'rank' } },
};

test('a view shows what it asks for, with totals, aggregates and status', async (t) => {
  const { engine } = await openFilled(t);
  const result = engine.view(query).get();
  assert.deepEqual(
    result.rows.map(({ id }) => id),
    ['c', 'a'],
  );
  assert.deepEqual([result.total, result.aggregates.last, result.status, result.error], [2, 2, 'ready', null]);
  assert.deepEqual(result.aggregates.perGroup, new Map([['x', 2]]));
  assert.equal(typeof result.fetchedAt, 'number');
  for (const part of [result, result.rows, result.rows[0], result.aggregates]) assert.ok(Object.isFrozen(part));
});

test('a result is the same object until something in it changed, and unchanged rows stay the same', async (t) => {
  const { engine, slots } = await openFilled(t);
  const view = engine.view(query);
  const before = view.get();
  assert.equal(view.get(), before);
  await slots.update('b', { title: 'not in the view' });
  assert.equal(view.get(), before);
  await slots.update('a', { title: 'new' });
  const after = view.get();
  assert.notEqual(after, before);
  assert.equal(after.rows[0], before.rows[0]);
  assert.notEqual(after.rows[1], before.rows[1]);
  assert.equal(after.aggregates, before.aggregates);
  assert.equal(before.rows[1].title, 'a', 'what was handed out never changes');
  assert.equal(after.rows[1], slots.get('a'), 'one object stands for a row, wherever it is read');
  assert.equal(after.rows[1], engine.getState().slots.entities.a);
});

test('subscribers are told of changes of the result only, immediately where they wish it', async (t) => {
  const { engine, slots } = await openFilled(t);
  const view = engine.view(query);
  const told = /** @type {(string | undefined)[][]} */ ([]);
  const note = (/** @type {any} */ { rows }) => void told.push(rows.map((/** @type {any} */ { title }) => title));
  const stop = view.subscribe(note, { immediate: true });
  assert.deepEqual(told, [['c', 'a']]);
  await slots.update('b', { title: 'elsewhere' });
  assert.equal(told.length, 1);
  void slots.update('a', { title: 'new' });
  assert.deepEqual(told.at(-1), ['c', 'new'], 'before update returns');
  stop();
  void slots.update('a', { title: 'newer' });
  assert.deepEqual(told.at(-1), ['c', 'new']);
  await engine.settled();
});

test('with a pace a change is told at once, and what follows close upon it once in that time', async (t) => {
  const { engine, slots } = await openFilled(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const view = engine.view({ from: 'slots', orderBy: 'rank', limit: 2 }, { paceMs: 100 });
  const told = /** @type {string[]} */ ([]);
  const stop = view.subscribe(({ rows }) => void told.push(rows.map(({ title }) => title).join()));
  const change = (/** @type {string} */ title) => void slots.update('a', { title });
  ['1', '2', '3'].forEach(change);
  assert.deepEqual(told, ['1,b']);
  assert.equal(view.get().rows[0].title, '3', 'who asks is never behind');
  t.mock.timers.tick(100);
  assert.deepEqual(told, ['1,b', '3,b']);
  t.mock.timers.tick(100);
  assert.deepEqual(told, ['1,b', '3,b'], 'nothing was new');
  change('4');
  change('5');
  view.setWindow({ limit: 1 });
  assert.deepEqual(told.slice(2), ['4,b', '5'], 'a window that was moved is told at once');
  change('6');
  stop();
  t.mock.timers.tick(100);
  change('7');
  view.close();
  t.mock.timers.tick(100);
  assert.deepEqual(told.slice(4), []);
  const wrong = /** @type {any} */ ({ paceMs: '100' });
  assert.throws(() => engine.view({ from: 'slots' }, wrong), { code: 'config_invalid', where: 'paceMs' });
});

test('a window moves, and limit null shows all', async (t) => {
  const { engine } = await openFilled(t);
  const view = engine.view({ from: 'slots', orderBy: 'rank', limit: 2 });
  const ids = () => view.get().rows.map(({ id }) => id);
  assert.deepEqual([ids(), view.get().total], [['a', 'b'], 4]);
  view.setWindow({ offset: 1 });
  assert.deepEqual(ids(), ['b', 'c']);
  view.setWindow({ offset: 3, limit: 5 });
  assert.deepEqual(ids(), ['d']);
  view.setWindow({ offset: 0, limit: null });
  assert.deepEqual(ids(), ['a', 'b', 'c', 'd']);
  for (const window of [{ offset: -1 }, { offset: 1.5 }, { limit: NaN }]) {
    assert.throws(() => view.setWindow(window), { name: 'TablatticeError', code: 'query_invalid' });
  }
  assert.deepEqual(ids(), ['a', 'b', 'c', 'd']);
});

test('a view of all rows follows one change and a thousand, and the other rows keep their identity', async (t) => {
  const { slots, engine } = (await openTabs(t, 1)).tabs[0];
  const version = new Map();
  const row = (/** @type {number} */ id) => ({ id: `r${id}`, version: version.get(id), rank: (id * 7919) % 1009 });
  const load = (/** @type {Iterable<number>} */ ids) => slots.load(JSON.stringify([...ids].map(row)));
  for (let id = 0; id < 1000; id += 1) version.set(id, 1);
  load(version.keys());
  const view = engine.view({ from: 'slots', orderBy: 'rank', aggregates: { high: { op: 'max', field: 'rank' } } });
  const expected = () => [...version.keys()].map(row).sort((left, right) => left.rank - right.rank);
  const kept = (/** @type {readonly any[]} */ before) => view.get().rows.filter((each) => before.includes(each)).length;
  let before = view.get().rows;
  assert.deepEqual(before, expected());
  version.set(500, 2);
  load(version.keys());
  assert.deepEqual([view.get().rows, kept(before)], [expected(), 999]);
  before = view.get().rows;
  for (let id = 0; id < 300; id += 3) version.delete(id);
  for (let id = 300; id < 600; id += 3) version.set(id, 3);
  for (let id = 1000; id < 1009; id += 1) version.set(id, 1);
  load(version.keys());
  assert.deepEqual([view.get().rows, kept(before)], [expected(), 800]);
  assert.deepEqual([view.get().total, view.get().aggregates], [909, { high: expected().at(-1)?.rank }]);
  before = view.get().rows;
  view.setWindow({ offset: 100, limit: 500 });
  assert.deepEqual([view.get().rows, kept(before)], [expected().slice(100, 600), 500]);
});

test('grouped aggregates are Maps in order of the groups, which stay the same object while nothing in them changed', async (t) => {
  const { slots, engine } = (await openTabs(t, 1)).tabs[0];
  const rows = ['c', 'a', 'b', 'a'].map((group, id) => ({ id: `r${id}`, version: 1, group, list: [id] }));
  const change = (/** @type {number} */ id, /** @type {object} */ changes) => {
    Object.assign(rows[id], changes, { version: rows[id].version + 1 });
    slots.load(JSON.stringify(rows));
  };
  slots.load(JSON.stringify(rows));
  const aggregates = {
    per: { op: /** @type {const} */ ('count'), groupBy: 'group' },
    last: { op: /** @type {const} */ ('max'), field: 'list' },
  };
  const view = engine.view({ from: 'slots', limit: 0, aggregates });
  const first = view.get().aggregates;
  const groups = () => [...view.get().aggregates.per];
  assert.deepEqual([groups(), first.last], [[['a', 2], ['b', 1], ['c', 1]], [3]]); // prettier-ignore
  change(0, { note: 'new' });
  assert.equal(view.get().aggregates, first);
  change(3, { group: 'b' });
  assert.deepEqual(groups(), [['a', 1], ['b', 2], ['c', 1]]); // prettier-ignore
  assert.deepEqual([...first.per], [['a', 2], ['b', 1], ['c', 1]]); // prettier-ignore
  assert.equal(view.get().aggregates.last, first.last);
  change(1, { group: 'aa' });
  assert.deepEqual(groups(), [['aa', 1], ['b', 2], ['c', 1]]); // prettier-ignore
});

test('a closed view keeps its last result and refuses the rest', async (t) => {
  const { engine, slots } = await openFilled(t);
  const view = engine.view({ from: 'slots' });
  const last = view.get();
  view.close();
  view.close();
  await slots.delete('a');
  assert.equal(view.get(), last);
  assert.throws(() => view.subscribe(() => {}), { code: 'view_closed' });
  assert.throws(() => view.setWindow({ offset: 1 }), { code: 'query_invalid' });
});

test('pending rows say so, in views, by key and in the state', async (t) => {
  const { backend, engine, slots } = await openFilled(t);
  const view = engine.view({ from: 'slots', where: { id: 'a' } });
  const release = backend.hold(isWrite);
  const saved = slots.update('a', { title: 'new' });
  for (const row of [view.get().rows[0], slots.get('a'), engine.getState().slots.entities.a])
    assert.equal(row?.$pending, true);
  release();
  await saved;
  for (const row of [view.get().rows[0], slots.get('a'), engine.getState().slots.entities.a])
    assert.equal(row?.$pending, undefined);
  assert.deepEqual(backend.calls.at(-1)?.body, { title: 'new' });
});

test('a row tells its own changes only', async (t) => {
  const { slots, tabs } = await openFilled(t);
  const told = /** @type {any[]} */ ([]);
  const stop = slots.subscribe('a', (row) => void told.push(row?.title));
  await slots.update('b', { title: 'x' });
  assert.deepEqual(told, []);
  await tabs[1].slots.update('a', { title: 'new' });
  await quiet();
  assert.deepEqual([...new Set(told)], ['new']);
  await tabs[1].slots.delete('a');
  await quiet();
  assert.equal(told.at(-1), undefined);
  assert.equal(slots.has('a'), false);
  stop();
});

test('dispatch keeps the Redux contract', async (t) => {
  const { engine } = await openFilled(t);
  const { dispatch, getState, subscribe } = engine; // unbound, as react-redux uses them
  const seen = /** @type {any[]} */ ([]);
  const stop = subscribe(() => void seen.push(getState().slots.entities.a?.title));
  const action = { type: 'slots/update', payload: { id: 'a', changes: { title: 'new' } } };
  assert.equal(dispatch(action), action);
  assert.deepEqual(seen, ['new'], 'told once, before dispatch returned');
  stop();
  await engine.settled();
  assert.equal(seen.length, 1);
});

test('a listener may dispatch; one that throws stops no other', async (t) => {
  const { engine, slots, errors } = await openFilled(t);
  let told = 0;
  let answered = false;
  engine.subscribe(() => {
    if (answered) return;
    answered = true;
    engine.dispatch({ type: 'slots/update', payload: { id: 'b', changes: { title: 'answer' } } });
  });
  engine.subscribe(() => {
    throw new Error('broken listener');
  });
  engine.subscribe(() => void (told += 1));
  engine.dispatch({ type: 'slots/update', payload: { id: 'a', changes: { title: 'new' } } });
  assert.equal(slots.get('b')?.title, 'answer');
  assert.ok(told >= 1);
  assert.match(errors[0].message, /broken listener/);
  await engine.settled();
  await quiet();
  assert.deepEqual([...new Set(errors.splice(0).map(({ code }) => code))], ['callback_failed']);
});

test('a state once handed out never changes, and the next one shares what did not change', async (t) => {
  const { engine, slots } = await openFilled(t);
  const first = engine.getState();
  assert.equal(engine.getState(), first);
  assert.deepEqual(first.slots.ids, ['a', 'b', 'c', 'd']);
  await slots.update('a', { title: 'new' });
  const second = engine.getState();
  assert.equal(first.slots.entities.a.title, 'a');
  assert.equal(second.slots.entities.a.title, 'new');
  assert.equal(second.slots.entities.b, first.slots.entities.b);
  assert.equal(second.slots.ids, first.slots.ids);
  await slots.delete('b');
  const third = engine.getState();
  assert.deepEqual([third.slots.ids, second.slots.ids.length], [['a', 'c', 'd'], 4]);
  assert.equal('b' in third.slots.entities, false);
  assert.equal(third.slots.entities.c, first.slots.entities.c);
  assert.throws(() => {
    /** @type {any} */ (third.slots.entities).a = 1;
  }, TypeError);
});

test('an error keeps the rows and leaves with the next good read', async (t) => {
  const { backend, engine, slots, tabs } = await openFilled(t);
  const view = engine.view({ from: 'slots' });
  const { rows } = view.get();
  backend.replace(
    () => true,
    () => json(500, { title: 'Oops' }),
  );
  await assert.rejects(slots.refresh({ force: true }));
  const failed = view.get();
  assert.equal(failed.rows, rows);
  assert.equal(failed.error?.name, 'TablatticeError');
  await slots.refresh({ force: true });
  assert.deepEqual([view.get().error, view.get().rows], [null, rows]);
  tabs.forEach(takeErrors);
});

test('load takes a body as the poller does, from text and from bytes', async (t) => {
  const { tabs, backend } = await openTabs(t, 1);
  const { slots } = tabs[0];
  const text = '[{"id":"é","version":1,"title":"😀"}]';
  for (const body of [text, new TextEncoder().encode(text), new TextEncoder().encode(text).buffer]) {
    slots.load(body);
    assert.equal(slots.get('é')?.title, '😀');
  }
  assert.equal(backend.calls.length, 0);
  slots.load('[]');
  assert.equal(slots.size, 0);
});
