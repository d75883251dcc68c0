import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { createMemoryStorage } from '../../engine/index.js';
import { Requests } from '../../engine/requests.js';
import { createStore } from '../../engine/storage.js';

/** @typedef {import('../../engine/types.js').Operation} Operation */
/** @typedef {import('../../engine/types.js').CollectionOptions} CollectionOptions */

const endpoint = 'https://api.example/availability';
const emptyStore = createStore(createMemoryStorage(), 'test');
const reference = { endpoint, feed: `${endpoint}/changes` };

/**
 * Runs one operation against one response.
 * @param {CollectionOptions} options
 * @param {Partial<Operation>} operation
 * @param {Response | Error} [response]
 * @param {Partial<import('../../engine/types.js').EngineOptions>} [more]
 */
async function run(options, operation, response = new Response('[]'), more = {}) {
  const calls = /** @type {{ url: string, init: any }[]} */ ([]);
  const answers = /** @type {{ id: number, meta: any, text: string }[]} */ ([]);
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    calls.push({ url, init });
    if (response instanceof Error) throw response;
    return response;
  };
  const settings = /** @type {any} */ ({ collections: { slots: options }, fetch, ...more });
  const requests = new Requests(settings, emptyStore, (id, meta, body) => {
    answers.push({ id, meta: JSON.parse(meta), text: new TextDecoder().decode(body) });
  });
  await requests.run(7, /** @type {Operation} */ ({ collection: 'slots', ...operation }));
  return { call: calls[0], answer: answers[0] };
}

const defaults = [
  { operation: { type: 'list' }, method: 'GET', url: endpoint },
  { operation: { type: 'list', page: 'p 2' }, method: 'GET', url: `${endpoint}?page=p+2` },
  { operation: { type: 'changes', since: 41 }, method: 'GET', url: `${endpoint}/changes?since=41` },
  { operation: { type: 'changes', since: 0 }, method: 'GET', url: `${endpoint}/changes?since=0` },
  { operation: { type: 'read', key: 'a/b?c' }, method: 'GET', url: `${endpoint}/a%2Fb%3Fc` },
  { operation: { type: 'create', key: 'a', row: { id: 'a' } }, method: 'POST', url: endpoint, body: '{"id":"a"}' },
  {
    operation: { type: 'update', key: 17, changes: { on: null } },
    method: 'PATCH',
    url: `${endpoint}/17`,
    body: '{"on":null}',
  },
  { operation: { type: 'delete', key: 'é' }, method: 'DELETE', url: `${endpoint}/%C3%A9` },
];
for (const { operation, method, url, body } of defaults) {
  test(`${JSON.stringify(operation)} asks for ${method} ${url}`, async () => {
    const { call } = await run(reference, /** @type {any} */ (operation));
    assert.equal(call.url, url);
    assert.equal(call.init.method, method);
    assert.equal(call.init.body, body);
    assert.equal(call.init.headers.get('content-type'), body === undefined ? null : 'application/json');
    assert.equal(call.init.cache, method === 'GET' ? 'no-store' : undefined);
  });
}

test('a query in the endpoint stays behind the row', async () => {
  const options = { endpoint: '/api/slots?tenant=1', feed: '/api/changes?tenant=1' };
  assert.equal((await run(options, { type: 'delete', key: 'a' })).call.url, '/api/slots/a?tenant=1');
  assert.equal((await run(options, { type: 'changes', since: 5 })).call.url, '/api/changes?tenant=1&since=5');
});

test('a key that a URL takes for a step up is never sent', async () => {
  const { call, answer } = await run(reference, { type: 'delete', key: '..' });
  assert.equal(call, undefined);
  assert.equal(answer.meta.status, 0);
  assert.match(answer.meta.error.message, /step up/);
});

test("the engine's headers, the mapping's and the application's go out together; the application's win", async () => {
  const operation = {
    type: 'update',
    key: 'a',
    changes: {},
    ifMatch: '"3"',
    ifNoneMatch: '"e"',
    idempotencyKey: 'c:1',
  };
  const options = { ...reference, request: () => ({ init: { headers: { 'X-Mapped': 'm', 'X-Both': 'm' } } }) };
  const seen = /** @type {any[]} */ ([]);
  const headers = async (/** @type {Operation} */ asked) => (
    seen.push(asked),
    { authorization: 'Bearer t', 'x-both': 'a' }
  );
  const { call } = await run(options, /** @type {any} */ (operation), undefined, { headers });
  const sent = Object.fromEntries(call.init.headers);
  assert.equal(sent['if-match'], '"3"');
  assert.equal(sent['if-none-match'], '"e"');
  assert.equal(sent['idempotency-key'], 'c:1');
  assert.equal(sent['authorization'], 'Bearer t');
  assert.equal(sent['x-mapped'], 'm');
  assert.equal(sent['x-both'], 'a');
  assert.deepEqual(seen, [{ collection: 'slots', ...operation }]);
});

test('the answer is handed over as it came, with its headers', async () => {
  const headers = { etag: '"e1"', 'retry-after': '3', 'content-type': 'text/html' };
  const { answer } = await run(reference, { type: 'list' }, new Response('<html>', { status: 503, headers }));
  const meta = { status: 503, etag: '"e1"', retryAfter: '3', contentType: 'text/html', mapped: false };
  assert.deepEqual(answer, { id: 7, meta, text: '<html>' });
});

test('no answer, and a callback that throws, are told as errors', async () => {
  const failed = await run(reference, { type: 'list' }, new TypeError('fetch failed'));
  assert.deepEqual(failed.answer, { id: 7, meta: { status: 0, error: { message: 'fetch failed' } }, text: '' });
  const throwing = async () => Promise.reject(new Error('no token'));
  const unsigned = await run(reference, { type: 'list' }, undefined, { headers: throwing });
  assert.equal(unsigned.call, undefined);
  assert.deepEqual(unsigned.answer.meta, { status: 0, error: { message: 'no token' } });
});

test('request maps an operation to any URL', async () => {
  const options = {
    request: (/** @type {Operation} */ { type, key }) => ({
      url: new URL(`/${type}/${key}`, endpoint),
      init: { method: 'PUT' },
    }),
  };
  const { call } = await run(options, { type: 'update', key: 'a', changes: { x: 1 } });
  assert.equal(call.url, 'https://api.example/update/a');
  assert.equal(call.init.method, 'PUT');
  assert.equal(call.init.body, '{"x":1}');
});

const mapped = [
  {
    type: 'list',
    parts: { rows: [{ id: 1 }], revision: 9, next: 2 },
    body: { rows: [{ id: 1 }], revision: 9, next: 2 },
  },
  {
    type: 'changes',
    parts: { rows: [], gone: ['a', { id: 'b', version: 4 }], cursor: 'c9', mutations: ['c:1'] },
    body: { rows: [], tombstones: [{ id: 'a' }, { id: 'b', version: 4 }], cursor: 'c9', mutations: ['c:1'] },
  },
  { type: 'read', parts: { row: { id: 1 } }, body: { id: 1 } },
  { type: 'create', parts: { row: { id: 1 } }, body: { row: { id: 1 } } },
  { type: 'update', parts: {}, body: undefined },
  { type: 'delete', parts: { gone: [{ id: 1, version: 5 }] }, body: { id: 1, version: 5 } },
  { type: 'delete', parts: undefined, body: undefined },
];
for (const { type, parts, body } of mapped) {
  test(`response maps a ${type}: ${JSON.stringify(parts)}`, async () => {
    const options = /** @type {any} */ ({ ...reference, response: async () => parts });
    const { answer } = await run(options, /** @type {any} */ ({ type, key: 1 }));
    assert.equal(answer.meta.mapped, true);
    assert.deepEqual(answer.text === '' ? undefined : JSON.parse(answer.text), body);
  });
}

test('response maps successes only: a refusal goes through untouched', async () => {
  const options = { ...reference, response: () => assert.fail('not for refusals') };
  const { answer } = await run(options, { type: 'create', row: {} }, new Response('{"detail":"no"}', { status: 422 }));
  assert.deepEqual([answer.meta.status, answer.meta.mapped, answer.text], [422, false, '{"detail":"no"}']);
});

test('list.next and list.params page', async () => {
  const next = (/** @type {Response} */ response) => response.headers.get('x-next');
  const options = {
    endpoint,
    list: { params: (/** @type {Operation} */ { page }) => ({ size: 2, from: page }), next },
  };
  const page = new Response('[{"id":1}]', { headers: { 'x-next': '2' } });
  const first = await run(options, { type: 'list' }, page);
  assert.equal(first.call.url, `${endpoint}?size=2`);
  assert.deepEqual(JSON.parse(first.answer.text), { rows: [{ id: 1 }], next: '2' });
  const second = await run(options, { type: 'list', page: '2' }, new Response('{"rows":[],"revision":3}'));
  assert.equal(second.call.url, `${endpoint}?size=2&from=2`);
  assert.deepEqual(JSON.parse(second.answer.text), { rows: [], revision: 3, next: null });
});

test('an aborted request answers nothing, however late', async () => {
  const answers = /** @type {number[]} */ ([]);
  /** @type {AbortSignal[]} */
  const signals = [];
  const fetch = (/** @type {string} */ _url, /** @type {RequestInit} */ { signal }) => {
    signals.push(/** @type {AbortSignal} */ (signal));
    return delay(5).then(() => new Response('[]'));
  };
  const settings = /** @type {any} */ ({ collections: { slots: reference }, fetch });
  const requests = new Requests(settings, emptyStore, (id) => void answers.push(id));
  const running = [1, 2, 3].map((id) => requests.run(id, { type: 'list', collection: 'slots' }));
  await delay(0);
  requests.abort(2);
  await Promise.all(running);
  assert.deepEqual(answers, [1, 3]);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [false, true, false],
  );
});

const entry = { key: 'outbox/c1:1', text: 'owned by c1', next: 'owned by c1 again' };
const delivery = /** @type {Operation} */ ({ type: 'delete', collection: 'slots', key: 'a' });
const stored = [
  {
    title: 'as it was',
    text: 'owned by c1',
    meta: { status: 200, contentType: 'text/plain;charset=UTF-8', mapped: false },
  },
  { title: "another's by now", text: 'owned by c2', meta: { status: 0, entry: 'owned by c2' } },
  { title: 'gone', text: null, meta: { status: 0, entry: null } },
];
for (const { title, text, meta } of stored) {
  test(`an outbox entry is looked at just before its request is sent: ${title}`, async () => {
    const store = createStore(createMemoryStorage(), 'test');
    store.write(entry.key, entry.text);
    let sent = 0;
    const fetch = async () => ((sent += 1), new Response('{}'));
    const headers = async () => {
      await delay(2);
      store.write(entry.key, text); // while the application asked for its token
      return {};
    };
    const metas = /** @type {any[]} */ ([]);
    const settings = /** @type {any} */ ({ collections: { slots: reference }, fetch, headers });
    const requests = new Requests(settings, store, (_id, answer) => void metas.push(JSON.parse(answer)));
    await requests.run(1, delivery, entry);
    assert.deepEqual([metas, sent], [[meta], meta.status === 0 ? 0 : 1]);
  });
}

test('where storage cannot tell what became of an entry, its request is sent', async () => {
  const failing = { ...createMemoryStorage(), getItem: () => assert.fail('SecurityError') };
  for (const storage of [null, failing]) {
    let sent = 0;
    const fetch = async () => ((sent += 1), new Response('{}'));
    const settings = /** @type {any} */ ({ collections: { slots: reference }, fetch });
    await new Requests(settings, createStore(storage, 'test'), () => {}).run(1, delivery, entry);
    assert.equal(sent, 1);
  }
});

test('identify tells for whom an answer was made; where it tells nothing, nothing is told', async () => {
  const identify = (/** @type {Response} */ { headers }) => headers.get('x-user');
  const answerOf = async (/** @type {Record<string, string>} */ headers) =>
    (await run(reference, { type: 'list' }, new Response('[]', { status: 401, headers }), { identify })).answer.meta;
  assert.equal((await answerOf({ 'x-user': 'user-42' })).identity, 'user-42');
  assert.equal('identity' in (await answerOf({})), false);
});
