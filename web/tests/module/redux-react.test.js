/** `tablattice/redux` under the real react-redux: what renders, and how often. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEntityAdapter } from '@reduxjs/toolkit';
import { StrictMode, createElement } from 'react';
import { Provider, useSelector } from 'react-redux';
import { EngineProvider, useRow } from 'tablattice/react';

import { act, render } from './react-page.js';
import { filters, openStore } from './redux-store.js';
import { openTabs, until } from './tabs.js';

const { selectById, selectIds } = createEntityAdapter().getSelectors((/** @type {any} */ state) => state.slots);

test('a row renders when it changes, whichever tab changed it, and no other row does', async (t) => {
  const { tabs, backend } = await openTabs(t, 2);
  for (const title of ['one', 'two']) backend.put(title === 'one' ? 'a' : 'b', { title });
  for (const { slots } of tabs)
    slots.load('[{"id":"a","title":"one","version":1},{"id":"b","title":"two","version":2}]');
  const { store } = openStore(tabs[0].engine);
  const renders = /** @type {Record<string, number>} */ ({ a: 0, b: 0, list: 0, mixed: 0 });
  const Row = (/** @type {{ id: string }} */ { id }) => {
    renders[id] += 1;
    return useSelector((state) => /** @type {any} */ (selectById(state, id)).title);
  };
  const List = () => {
    renders.list += 1;
    return useSelector(selectIds).map((id) => createElement(Row, { key: id, id: String(id) }));
  };
  const mixed = /** @type {string[]} */ ([]);
  const Mixed = () => {
    const fromStore = useSelector((state) => /** @type {any} */ (selectById(state, 'a')).title);
    mixed.push(`${fromStore} ${/** @type {any} */ (useRow('slots', 'a')).title}`);
    return null;
  };
  const page = createElement(
    EngineProvider,
    { engine: tabs[0].engine },
    createElement(Provider, {
      store,
      children: [createElement(List, { key: 'list' }), createElement(Mixed, { key: 'mixed' })],
    }),
  );
  const { text } = await render(t, page);
  assert.equal(text(), 'onetwo');
  await act(async () => {
    tabs[1].engine.dispatch({ type: 'slots/update', payload: { id: 'a', changes: { title: 'ONE' } } });
    await until(() => /** @type {any} */ (tabs[0].slots.get('a')).title === 'ONE', 'it came over');
  });
  assert.equal(text(), 'ONEtwo');
  assert.deepEqual([renders.a, renders.b, renders.list], [2, 1, 1]);
  await act(async () => store.dispatch(filters.actions.filtered('x')));
  assert.deepEqual([renders.a, renders.b, renders.list], [2, 1, 1]);
  assert.deepEqual([...new Set(mixed)], ['one one', 'ONE ONE'], 'store and engine are never seen apart');
});

test('under Strict Mode a dispatch shows at once', async (t) => {
  const { tabs } = await openTabs(t, 1);
  tabs[0].slots.load('[]');
  const { store } = openStore(tabs[0].engine);
  const Count = () => useSelector(selectIds).length;
  const page = createElement(StrictMode, null, createElement(Provider, { store, children: createElement(Count) }));
  const { text } = await render(t, page);
  await act(async () => store.dispatch({ type: 'slots/create', payload: { id: 'a' } }));
  assert.equal(text(), '1');
});
