/** `tablattice/react` before there are rows or an engine: Suspense, transitions, promised engines, servers, hydration. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Component, Suspense, createElement, useEffect, useState, useTransition } from 'react';
import { collection, createEngine } from 'tablattice/node';
import {
  EngineProvider,
  useDispatch,
  useEngine,
  useEngineStatus,
  useFailures,
  usePending,
  useRow,
  useSuspenseView,
  useView,
} from 'tablattice/react';

import { emptyResult, emptyStatus } from '../../engine/react/empty-engine.js';
import { notes, openNotes } from './react-engine.js';
import { act, errorBoundary, hydrateRoot, newContainer, render, renderToString } from './react-page.js';
import { until } from './tabs.js';

/** @typedef {import('./react-engine.js').Note} Note */
/** @typedef {import('tablattice').Where<any>} Where */

const Boundary = errorBoundary(Component);

/**
 * @param {import('tablattice').Engine<any> | Promise<import('tablattice').Engine<any>> | null} engine
 * @param {...import('react').ReactNode} children
 */
const page = (engine, ...children) => createElement(EngineProvider, { engine }, ...children);

/** @param {import('react').ReactNode} child */
const suspended = (child) => createElement(Boundary, null, createElement(Suspense, { fallback: 'waiting' }, child));

const Texts = (/** @type {{ where?: Where }} */ { where = {} }) =>
  useSuspenseView({ from: 'notes', where, orderBy: 'id' })
    .rows.map(({ text }) => text)
    .join();

test('a view that is loading suspends until its rows are there, and not again', async (t) => {
  const { engine, load, counts } = await openNotes(t, { rows: null });
  const { root, text } = await render(t, page(engine, suspended(createElement(Texts))));
  assert.equal(text(), 'waiting');
  await act(async () => load(notes));
  assert.equal(text(), 'one,two');
  await act(async () => root.render(page(engine, suspended(createElement(Texts, { where: { id: 'a' } })))));
  assert.equal(text(), 'one', 'another query of loaded rows has nothing to wait for');
  assert.deepEqual([counts.opened, counts.closed], [2, 0]);
});

test('a first read that fails goes to the error boundary; a later failure leaves the rows', async (t) => {
  let found = false; // a failed read is repeated when it likes
  const fetch = async () => (found ? Response.json(notes) : Response.json({}, { status: 404 }));
  const { engine } = await openNotes(t, { rows: null, fetch });
  const read = () =>
    act(() =>
      engine
        .collection('notes')
        .refresh({ force: true })
        .catch(() => {}),
    );
  const errors = t.mock.method(console, 'error', () => {});
  const first = await render(t, page(engine, suspended(createElement(Texts))));
  engine.start();
  await read();
  assert.equal(engine.getState().notes.status, 'error');
  assert.equal(first.text(), engine.getState().notes.error?.code);
  found = true;
  await read();
  const second = await render(t, page(engine, suspended(createElement(Texts))));
  assert.equal(second.text(), 'one,two');
  found = false;
  await read();
  assert.equal(engine.getState().notes.status, 'error');
  assert.equal(second.text(), 'one,two');
  engine.stop();
  assert.ok(errors.mock.callCount() > 0, 'React has told of it');
});

test('a transition to rows that are loading keeps the old screen until they are there', async (t) => {
  const engine = await createEngine({
    scope: 'test',
    collections: {
      notes: collection({ endpoint: 'http://api.test/notes' }),
      others: collection({ endpoint: 'http://api.test/others' }),
    },
    poll: false,
    autoStart: false,
    fetch: async () => Response.json([]),
  });
  t.after(() => engine.destroy());
  engine.collection('notes').load(JSON.stringify(notes));
  let go = () => {};
  const Rows = (/** @type {{ from: string }} */ { from }) =>
    useSuspenseView({ from })
      .rows.map(({ text }) => text)
      .join();
  const App = () => {
    const [from, setFrom] = useState('notes');
    const [waiting, startTransition] = useTransition();
    go = () => startTransition(() => setFrom('others'));
    return [waiting ? 'soon: ' : '', createElement(Rows, { key: 'rows', from })];
  };
  const { text } = await render(t, page(engine, suspended(createElement(App))));
  assert.equal(text(), 'one,two');
  await act(async () => go());
  assert.equal(text(), 'soon: one,two');
  await act(async () => engine.collection('others').load('[{"id":"x","text":"other","version":1}]'));
  assert.equal(text(), 'other');
});

test('a promised engine: the empty state, or the fallback, until it is there', async (t) => {
  const { engine } = await openNotes(t);
  /** @type {(engine: import('tablattice').Engine<any>) => void} */
  let arrive = () => {};
  const promise = /** @type {Promise<import('tablattice').Engine<any>>} */ (
    new Promise((resolve) => (arrive = resolve))
  );
  const List = () => {
    const { rows, status } = useView({ from: 'notes' });
    return `${status} ${rows.length}, `;
  };
  const { text } = await render(t, page(promise, createElement(List), suspended(createElement(Texts))));
  assert.equal(text(), 'loading 0, waiting');
  await act(async () => arrive(engine));
  assert.equal(text(), 'ready 2, one,two');
});

test('why there is no engine goes to the error boundary', async (t) => {
  t.mock.method(console, 'error', () => {});
  const refused = Promise.reject(new Error('no WebAssembly here'));
  const { text } = await render(t, createElement(Boundary, null, page(refused, createElement(Writes))));
  assert.equal(text(), 'no WebAssembly here');
  const none = await render(t, page(null, suspended(createElement(Texts))));
  assert.equal(none.text(), 'engine_missing');
});

/** Writes once it is mounted, and tells what came of it. */
function Writes() {
  const engine = useEngine();
  const dispatch = useDispatch();
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    const notes = engine.collection('notes');
    const codes = [() => dispatch({ type: 'notes/create', payload: {} }), () => notes.invalidate()].map(codeOf);
    const later = [notes.create({}), notes.update('a', {}), notes.delete('a'), notes.refresh()];
    Promise.allSettled(later).then((ends) =>
      setOutcome([...codes, ...ends.map((end) => end.status === 'rejected' && end.reason.code)].join()),
    );
  }, [engine, dispatch]);
  return outcome;
}

/** @param {() => void} call */
function codeOf(call) {
  try {
    return void call();
  } catch (error) {
    return /** @type {import('tablattice').TablatticeError} */ (error).code;
  }
}

test('where there is no engine yet nothing can be written, and that is said', async (t) => {
  const { text } = await render(t, page(null, createElement(Writes)));
  await until(() => text() !== '', 'the outcome shows');
  assert.equal(text(), Array(6).fill('engine_missing').join());
});

test('the empty state has the members of a real one', async (t) => {
  const { engine } = await openNotes(t, { rows: null });
  const view = engine.view({ from: 'notes' });
  assert.deepEqual({ ...view.get() }, { ...emptyResult });
  assert.deepEqual(Object.keys(engine.status()).sort(), Object.keys(emptyStatus).sort());
  assert.deepEqual(Object.keys(engine.status().counters).sort(), Object.keys(emptyStatus.counters).sort());
});

/** Reads by every hook. */
function Everything() {
  const { rows, status } = useView({ from: 'notes', orderBy: 'id' });
  const { pending, client } = useEngineStatus();
  useDispatch();
  const own = [client.length > 0, pending, usePending().length, useFailures().length];
  return [
    status,
    ...rows.map(({ text }) => text),
    /** @type {Note | undefined} */ (useRow('notes', 'a'))?.text,
    ...own,
  ].join();
}

test('a server renders the empty state, and the page hydrates it without a word', async (t) => {
  const { engine } = await openNotes(t);
  const empty = 'loading,,false,0,0,0';
  assert.equal(renderToString(page(null, createElement(Everything))), empty, 'without an engine');
  const html = renderToString(page(engine, createElement(Everything)));
  assert.equal(html, empty, 'with one: rows are of the browser');
  const container = newContainer();
  container.innerHTML = html;
  const errors = t.mock.method(console, 'error');
  const recovered = /** @type {unknown[]} */ ([]);
  const options = { onRecoverableError: (/** @type {unknown} */ error) => void recovered.push(error) };
  const root = await act(async () => hydrateRoot(container, page(engine, createElement(Everything)), options));
  t.after(() => act(async () => root.unmount()));
  assert.equal(container.textContent, 'ready,one,two,one,true,0,0,0');
  assert.deepEqual([recovered, errors.mock.callCount()], [[], 0]);
});

test('a server renders the fallback of what suspends, and the page goes on from there', async (t) => {
  const { engine } = await openNotes(t);
  const html = renderToString(page(null, suspended(createElement(Texts))));
  assert.match(html, /waiting/);
  const container = newContainer();
  container.innerHTML = html;
  const recovered = /** @type {Error[]} */ ([]);
  const onRecoverableError = (/** @type {unknown} */ error) => void recovered.push(/** @type {Error} */ (error));
  const node = page(Promise.resolve(engine), suspended(createElement(Texts)));
  const root = await act(async () => hydrateRoot(container, node, { onRecoverableError }));
  t.after(() => act(async () => root.unmount()));
  assert.equal(container.textContent, 'one,two');
  assert.ok(
    recovered.every(({ message }) => /Suspense/.test(message)),
    String(recovered),
  );
});
