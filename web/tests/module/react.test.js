/** `tablattice/react` where Node can run it: views shared by value, and first renders. Effects are tested in browsers. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { collection, createEngine } from 'tablattice/node';
import {
  EngineProvider,
  useDispatch,
  useEngine,
  useEngineStatus,
  useFailures,
  useRow,
  useView,
} from 'tablattice/react';

import { SharedViews, idleViewsMax } from '../../engine/react/shared-views.js';

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
  const views = new SharedViews(watched);
  const stop = views.subscribe(queryText(0), () => {});
  for (let limit = 1; limit <= idleViewsMax; limit += 1) views.result(queryText(limit));
  assert.deepEqual(closed, [], 'at the bound');
  views.result(queryText(idleViewsMax + 1));
  assert.deepEqual(closed, [{ from: 'notes', limit: 1 }], 'one past it');
  stop();
  assert.deepEqual(closed.at(-1), { from: 'notes', limit: 2 }, 'the one just released is the newest');
  views.result(queryText(0));
  assert.equal(opened.length, idleViewsMax + 2);
});

test('a refused query throws to whoever renders it', async () => {
  const { watched } = await start();
  assert.throws(() => new SharedViews(watched).result('{"from":"nowhere"}'), { name: 'TablatticeError' });
});

test('the hooks show what the engine holds', async () => {
  const { engine } = await start();
  const seen = /** @type {any} */ ({});
  const Reader = () => {
    seen.engine = useEngine();
    seen.status = useEngineStatus();
    seen.failures = useFailures();
    seen.dispatch = useDispatch();
    const { rows } = useView({ from: 'notes', orderBy: '-text' });
    const row = useRow('notes', 'a');
    return createElement('p', null, [...rows.map(({ text }) => text), row.text].join(' '));
  };
  const page = createElement(EngineProvider, { engine }, createElement(Reader));
  assert.equal(renderToString(page), '<p>two one one</p>');
  assert.equal(seen.engine, engine);
  assert.equal(seen.status.client, engine.status().client);
  assert.deepEqual(seen.failures, []);
  assert.equal(typeof seen.dispatch, 'function');
});

test('a component without a provider says what is missing', () => {
  const Reader = () => createElement('p', null, String(useEngine()));
  assert.throws(() => renderToString(createElement(Reader)), /EngineProvider/);
});
