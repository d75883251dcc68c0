/** What react-redux's own suite asks of a store, asked of one with an engine in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEntityAdapter } from '@reduxjs/toolkit';
import { createElement, startTransition, useLayoutEffect, useState } from 'react';
import { Provider, connect, useDispatch, useSelector } from 'react-redux';

import { act, hydrateRoot, newContainer, render, renderToString, withPauses } from './react-page.js';
import { openStore } from './redux-store.js';
import { openTabs, until } from './tabs.js';

/** @typedef {any} State the store's */

const { selectIds } = createEntityAdapter().getSelectors((/** @type {State} */ state) => state.slots);
const titleOf = (/** @type {State} */ state, /** @type {string} */ id) => state.slots.entities[id].title;
const retitle = (/** @type {string} */ title) => ({ type: 'slots/update', payload: { id: 'a', changes: { title } } });
const removal = { type: 'slots/delete', payload: { id: 'b' } };

/** @param {import('node:test').TestContext} t */
async function open(t) {
  const { tabs, backend } = await openTabs(t, 2);
  for (const id of ['a', 'b', 'c']) backend.put(id, { title: id.toUpperCase() });
  await Promise.all(tabs.map(({ slots }) => slots.refresh({ force: true })));
  const { store } = openStore(tabs[0].engine);
  return { tabs, store, shows: (/** @type {any} */ node) => createElement(Provider, { store, children: node }) };
}

const Row = (/** @type {{ id: string }} */ { id }) => useSelector((state) => titleOf(state, id));
const List = () => useSelector(selectIds).map((id) => createElement(Row, { key: id, id: String(id) }));

const ConnectedRow = connect((/** @type {State} */ state, /** @type {{ id: string }} */ { id }) => ({
  title: titleOf(state, id),
}))((/** @type {{ title: string }} */ { title }) => createElement('i', null, title));
const ConnectedList = connect((/** @type {State} */ state) => ({ ids: selectIds(state) }))(
  (/** @type {{ ids: (string | number)[] }} */ { ids }) =>
    createElement(
      'p',
      null,
      ids.map((id) => createElement(ConnectedRow, { key: id, id: String(id) })),
    ),
);

for (const [how, list] of Object.entries({ hooks: List, connect: ConnectedList }))
  test(`a row that is deleted, here or in another tab, is not asked for once more: ${how}`, async (t) => {
    const { tabs, store, shows } = await open(t);
    const errors = t.mock.method(console, 'error');
    const { text } = await render(t, shows(createElement(list)));
    assert.equal(text(), 'ABC');
    await act(async () => store.dispatch(removal));
    assert.equal(text(), 'AC');
    await act(async () => {
      tabs[1].engine.dispatch({ ...removal, payload: { id: 'c' } });
      await until(() => !tabs[0].slots.has('c'), 'it has come over');
    });
    assert.deepEqual([text(), errors.mock.callCount()], ['A', 0]);
  });

test('a write in a layout effect shows before the screen does, in one render more', async (t) => {
  const { shows } = await open(t);
  const seen = /** @type {string[]} */ ([]);
  const Page = () => {
    const title = useSelector((state) => titleOf(state, 'a'));
    const dispatch = useDispatch();
    useLayoutEffect(() => void (title === 'A' && dispatch(retitle('written'))), [title, dispatch]);
    seen.push(title);
    return title;
  };
  await render(t, shows(createElement(Page)));
  assert.deepEqual(seen, ['A', 'written']);
});

test('a change while a transition renders does not tear the screen', async (t) => {
  const { tabs, shows } = await open(t);
  const torn = /** @type {string[]} */ ([]);
  /** @type {(on: boolean) => void} */
  let show = () => {};
  let rendered = 0;
  const Slow = () => {
    const end = performance.now() + 6; // longer than React goes on without a pause
    while (performance.now() < end);
    rendered += 1;
    return createElement(
      'i',
      null,
      useSelector((state) => titleOf(state, 'a')),
    );
  };
  const Page = () => {
    const [on, setOn] = useState(false);
    show = setOn;
    return on ? Array.from({ length: 10 }, (_, index) => createElement(Slow, { key: index })) : null;
  };
  const { container } = await render(t, shows(createElement(Page)));
  const titles = () => [...container.querySelectorAll('i')].map((each) => String(each.textContent));
  await withPauses(async () => {
    startTransition(() => show(true));
    await until(() => rendered > 2, 'the transition has begun');
    assert.deepEqual(titles(), [], 'and has not ended');
    await tabs[0].slots.update('a', { title: 'changed' });
    await until(() => {
      if (new Set(titles()).size > 1) torn.push(titles().join());
      return titles()[0] === 'changed';
    }, 'it shows');
  });
  assert.deepEqual(torn, []);
});

test("a page goes on from a server's state", async (t) => {
  const { store, shows } = await open(t);
  const html = renderToString(shows(createElement(List)));
  assert.match(html, /A.*B.*C/);
  const serverState = JSON.parse(JSON.stringify(store.getState()));
  const container = newContainer();
  container.innerHTML = html;
  const recovered = /** @type {unknown[]} */ ([]);
  const page = createElement(Provider, { store, serverState, children: createElement(List) });
  const onRecoverableError = (/** @type {unknown} */ error) => void recovered.push(error);
  const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }));
  t.after(() => act(async () => root.unmount()));
  await act(async () => store.dispatch(retitle('after')));
  assert.deepEqual([container.textContent, recovered], ['afterBC', []]);
});

test('another store, and another reducer, take over while components show', async (t) => {
  const first = await open(t);
  const second = await open(t);
  second.store.dispatch(retitle('second'));
  const Page = () => useSelector((state) => `${titleOf(state, 'a')} ${/** @type {State} */ (state).more}`);
  const page = createElement(Page);
  const { root, text } = await render(t, first.shows(page));
  await act(async () => root.render(second.shows(page)));
  assert.equal(text(), 'second undefined');
  await act(async () => second.store.replaceReducer(() => ({ more: 'reduced' })));
  assert.equal(text(), 'second reduced');
});

test('an engine is store enough for a Provider', async (t) => {
  const { tabs } = await open(t);
  const store = /** @type {any} */ (tabs[0].engine);
  const { text } = await render(t, createElement(Provider, { store, children: createElement(List) }));
  await act(async () => void tabs[0].engine.dispatch(retitle('by itself')));
  assert.equal(text(), 'by itselfBC');
});
