/** `tablattice/react` with React's client: what renders, how often, and that no screen shows two states at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StrictMode, createElement, memo, startTransition, useLayoutEffect, useState } from 'react';
import { EngineProvider, useEngineStatus, usePending, useRow, useSyncEventHandlers, useView } from 'tablattice/react';

import { notes, openNotes } from './react-engine.js';
import { act, createRoot, newContainer, render, withPauses } from './react-page.js';
import { until } from './tabs.js';

/** @typedef {import('./react-engine.js').Note} Note */
/** @typedef {import('tablattice').Where<any>} Where */

/**
 * @param {import('tablattice').Engine<any>} engine
 * @param {...import('react').ReactNode} children
 */
const page = (engine, ...children) => createElement(EngineProvider, { engine }, ...children);

/** @param {Note[]} rows */
const changed = (rows) => rows.map((row) => (row.id === 'a' ? { ...row, text: 'ONE', version: 9 } : row));

test('a change renders its readers once, and of the rows only the one that changed', async (t) => {
  const { engine, load } = await openNotes(t);
  const renders = /** @type {Record<string, number>} */ ({});
  const count = (/** @type {string} */ name) => (renders[name] = (renders[name] ?? 0) + 1);
  const Row = memo((/** @type {{ row: Note }} */ { row }) => (count(row.id), row.text));
  const List = () => {
    count('list');
    const { rows } = /** @type {{ rows: readonly Note[] }} */ (useView({ from: 'notes', orderBy: 'id' }));
    return rows.map((row) => createElement(Row, { key: row.id, row }));
  };
  const One = () => (count('one'), /** @type {Note} */ (useRow('notes', 'b')).text);
  const Other = () => (count('other'), useView({ from: 'notes', where: { id: 'b' } }).rows[0].text);
  const components = [List, One, Other].map((each) => createElement(each, { key: each.name }));
  const { text } = await render(t, page(engine, ...components));
  assert.equal(text(), 'onetwotwotwo');
  assert.deepEqual(renders, { list: 1, one: 1, other: 1, a: 1, b: 1 });
  await act(async () => load(changed(notes)));
  assert.equal(text(), 'ONEtwotwotwo');
  assert.deepEqual(renders, { list: 2, one: 1, other: 1, a: 2, b: 1 });
});

test('several changes of one task render once', async (t) => {
  const { engine } = await openNotes(t);
  let renders = 0;
  const List = () => ((renders += 1), useView({ from: 'notes' }).rows.length);
  const { text } = await render(t, page(engine, createElement(List)));
  await act(async () => {
    for (const id of ['c', 'd', 'e']) engine.dispatch({ type: 'notes/create', payload: { id, text: id } });
  });
  assert.equal(text(), '5');
  assert.equal(renders, 2);
});

test('a query is known by its value: a new literal with each render neither opens nor subscribes again', async (t) => {
  const { engine, counts } = await openNotes(t);
  const List = (/** @type {{ id: string }} */ { id }) => useView({ from: 'notes', where: { id } }).rows[0]?.text;
  const show = (/** @type {string} */ id) => page(engine, createElement(List, { id }), createElement(List, { id }));
  const { root, text } = await render(t, show('a'));
  await act(async () => root.render(show('a')));
  assert.deepEqual([text(), counts], ['oneone', { opened: 1, closed: 0, subscribed: 2 }]);
  await act(async () => root.render(show('b')));
  assert.deepEqual([text(), counts], ['twotwo', { opened: 2, closed: 0, subscribed: 4 }]);
});

test('a read that brings nothing new renders nobody but those who show that it is under way', async (t) => {
  const { engine } = await openNotes(t);
  const renders = { rows: 0, fetching: 0, online: 0, reads: 0, pending: 0 };
  const Rows = () => ((renders.rows += 1), useView({ from: 'notes' }).rows.length);
  const Fetching = () => ((renders.fetching += 1), String(useView({ from: 'notes' }).fetching));
  const Online = () => ((renders.online += 1), String(useEngineStatus().online));
  const Reads = () => ((renders.reads += 1), useEngineStatus().counters.reads);
  const Pending = () => ((renders.pending += 1), usePending().length);
  const components = [Rows, Fetching, Online, Reads, Pending].map((each) => createElement(each, { key: each.name }));
  const { text } = await render(t, page(engine, ...components));
  assert.equal(text(), '2falsetrue00');
  await act(async () => engine.start());
  const before = { ...renders };
  await act(() => engine.collection('notes').refresh({ force: true }));
  assert.equal(text(), '2falsetrue10');
  assert.deepEqual([renders.rows, renders.online, renders.pending], [1, 1, 1]);
  assert.ok(renders.fetching > before.fetching && renders.reads > before.reads);
});

test('a member that is read late is up to date, though its change rendered nobody', async (t) => {
  const { engine } = await openNotes(t);
  const List = (/** @type {{ total: boolean }} */ { total }) => {
    const result = useView({ from: 'notes', limit: 1, orderBy: 'id' });
    return total ? `${result.rows.length} of ${result.total}` : result.rows.length;
  };
  const { root, text } = await render(t, page(engine, createElement(List, { total: false })));
  await act(async () => engine.dispatch({ type: 'notes/create', payload: { id: 'z', text: 'last' } }));
  await act(async () => root.render(page(engine, createElement(List, { total: true }))));
  assert.equal(text(), '1 of 3');
});

test('more queries than may stay idle, rendered at once, are each opened once and render once', async (t) => {
  const { engine, counts } = await openNotes(t);
  let renders = 0;
  const One = (/** @type {{ limit: number }} */ { limit }) => (
    (renders += 1),
    useView({ from: 'notes', limit }).rows.length
  );
  const limits = Array.from({ length: 50 }, (_, index) => index);
  await render(t, page(engine, ...limits.map((limit) => createElement(One, { key: limit, limit }))));
  assert.deepEqual([renders, counts], [50, { opened: 50, closed: 0, subscribed: 50 }]);
});

test('under Strict Mode the handlers start and stop in turn, and a view is opened once', async (t) => {
  const { engine, counts, load } = await openNotes(t);
  const calls = /** @type {string[]} */ ([]);
  const strict = {
    ...engine,
    start: () => (calls.push('start'), engine.start()),
    stop: () => (calls.push('stop'), engine.stop()),
  };
  const List = () => {
    useSyncEventHandlers();
    return useView({ from: 'notes', orderBy: 'id' }).rows.map(({ text }) => text);
  };
  const { root, text } = await render(t, createElement(StrictMode, null, page(strict, createElement(List))));
  assert.deepEqual(calls, ['start', 'stop', 'start']);
  await act(async () => load(changed(notes)));
  assert.equal(text(), 'ONEtwo');
  assert.equal(counts.opened, 1);
  await act(async () => root.render(null));
  assert.deepEqual(calls, ['start', 'stop', 'start', 'stop']);
});

test('no screen mixes two states, though the state changes while a transition is being rendered', async (t) => {
  const { engine, load } = await openNotes(t);
  const seen = new Set();
  const screens = /** @type {string[][]} */ ([]);
  const Slow = () => {
    const { text } = /** @type {Note} */ (useRow('notes', 'a'));
    const { rows } = useView({ from: 'notes', where: { id: 'a' } });
    const end = performance.now() + 2;
    while (performance.now() < end); // React gives the thread back after some five milliseconds
    seen.add(text);
    return createElement('i', null, `${text}${rows[0].text}`);
  };
  let show = () => {};
  const App = () => {
    const [count, setCount] = useState(0);
    show = () => startTransition(() => setCount(40));
    useLayoutEffect(() => {
      const { childNodes } = container;
      screens.push([...childNodes].map((node) => String(node.textContent)));
    });
    return Array.from({ length: count }, (_, index) => createElement(Slow, { key: index }));
  };
  const container = newContainer();
  const root = createRoot(container);
  t.after(() => act(async () => root.unmount()));
  await act(async () => root.render(page(engine, createElement(App))));
  await withPauses(async () => {
    show();
    await until(() => seen.size > 0, 'the transition is being rendered');
    assert.equal(container.childNodes.length, 0, 'and is not on the screen yet');
    load(changed(notes));
    await until(() => screens.some(({ length }) => length === 40), 'the transition is on the screen');
  });
  assert.deepEqual([...seen], ['one', 'ONE'], 'the change came in between');
  for (const screen of screens) assert.ok(new Set(screen).size <= 1, `a mixed screen: ${screen}`);
});

test('what is rendered after the engine has ended shows what is left', async (t) => {
  const { engine } = await openNotes(t);
  const Page = (/** @type {{ where: Where }} */ { where }) => {
    const { client } = useEngineStatus();
    const { rows } = useView({ from: 'notes', where });
    return [client.length > 0, rows.length, usePending().length, useRow('notes', 'gone')].join();
  };
  const { root, text } = await render(t, page(engine, createElement(Page, { where: {} })));
  await act(() => engine.destroy());
  await act(async () => root.render(page(engine, createElement(Page, { where: {} }))));
  assert.equal(text(), 'true,2,0,');
  await act(async () => root.render(page(engine, createElement(Page, { where: { id: 'a' } }))));
  assert.equal(text(), 'true,0,0,', 'a new query finds nothing');
});
