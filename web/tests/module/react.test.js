/** `tablattice/react`: the views that components share by value. What renders is tested in react-render.test.js. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { collection, createEngine } from 'tablattice/node';
import { useEngine, useRow, useSuspenseView, useView } from 'tablattice/react';

import { SharedViews, idleMs, idleViewsMax } from '../../engine/react/shared-views.js';

/** @type {import('tablattice').Engine[]} */
const engines = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.destroy();
});

/** An engine with two rows, and the queries of the views that it opened and closed. */
async function start() {
  const engine = await createEngine({
    scope: 'test',
    collections: { notes: collection({ endpoint: '/notes' }) },
    poll: false,
    autoStart: false,
    fetch: async () => new Response('[]', { headers: { 'content-type': 'application/json' } }),
  });
  engines.push(engine);
  engine.collection('notes').load('[{"id":"a","text":"one","version":1},{"id":"b","text":"two","version":2}]');
  const opened = /** @type {any[]} */ ([]);
  const closed = /** @type {any[]} */ ([]);
  const watched = {
    ...engine,
    /** @type {typeof engine.view} */
    view: (query) => {
      opened.push(query);
      const view = engine.view(query);
      const close = () => (closed.push(query), view.close());
      return {
        get: () => view.get(),
        subscribe: view.subscribe.bind(view),
        setWindow: view.setWindow.bind(view),
        close,
      };
    },
  };
  return { engine, watched, opened, closed };
}

/** @param {number} limit */
const queryText = (limit) => JSON.stringify({ from: 'notes', limit });

test('one view serves all readers of a query, and its result keeps its identity', async () => {
  const { engine, watched, opened } = await start();
  const views = new SharedViews(watched);
  const calls = [0, 0];
  const stops = calls.map((_, index) => views.subscribe(queryText(9), () => (calls[index] += 1)));
  const result = views.result(queryText(9));
  assert.equal(views.result(queryText(9)), result);
  assert.equal(opened.length, 1);
  engine.collection('notes').load('[{"id":"a","text":"changed","version":3},{"id":"b","text":"two","version":2}]');
  assert.deepEqual(calls, [1, 1]);
  const next = views.result(queryText(9));
  assert.notEqual(next.rows[0], result.rows[0]);
  assert.equal(next.rows[1], result.rows[1], 'a row that did not change is the same object');
  stops.forEach((stop) => stop());
});

test('views without a reader stay open up to the bound, the oldest goes first, a read one never', async () => {
  const { watched, opened, closed } = await start();
  let now = 0;
  const views = new SharedViews(watched, () => now);
  const stop = views.subscribe(queryText(0), () => {});
  for (let limit = 1; limit <= idleViewsMax + 1; limit += 1) views.result(queryText(limit));
  now = idleMs - 1;
  views.result(queryText(idleViewsMax + 2));
  assert.deepEqual(closed, [], 'what was just opened may be about to be read');
  now = idleMs;
  views.result(queryText(idleViewsMax + 3));
  assert.deepEqual(
    closed,
    [1, 2, 3].map((limit) => ({ from: 'notes', limit })),
    'up to the bound',
  );
  stop();
  assert.deepEqual(closed.at(-1), { from: 'notes', limit: 4 }, 'the one just released is the newest');
  views.result(queryText(0));
  assert.equal(opened.length, idleViewsMax + 4);
});

test('a refused query throws to whoever renders it', async () => {
  const { watched } = await start();
  assert.throws(() => new SharedViews(watched).result('{"from":"nowhere"}'), { name: 'TablatticeError' });
});

test('a component without a provider says what is missing', () => {
  const Reader = () => createElement('p', null, String(useEngine()));
  assert.throws(() => renderToString(createElement(Reader)), /EngineProvider/);
});

test('withTypes gives the hook itself: only its type is another one', () => {
  for (const hook of [useView, useSuspenseView, useRow]) assert.equal(hook.withTypes(), hook);
});
