import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { Requests } from '../../engine/requests.js';

/** @typedef {import('../../engine/types.js').Operation} Operation */
/** @typedef {import('../../engine/types.js').CollectionOptions} CollectionOptions */

const endpoint = 'https://api.example/availability';
const reference = { endpoint, feed: `${endpoint}/changes` };

/**
 * Runs one operation against one response.
 * @param {CollectionOptions} options
 * @param {Partial<Operation>} operation
 * @param {Response | Error} [response]
 * @param {import('../../engine/types.js').EngineOptions['headers']} [headers]
 */
async function run(options, operation, response = new Response('[]'), headers) {
  const calls = /** @type {{ url: string, init: any }[]} */ ([]);
  const answers = /** @type {{ id: number, meta: any, text: string }[]} */ ([]);
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    calls.push({ url, init });
    if (response instanceof Error) throw response;
    return response;
  };
  const requests = new Requests({ collections: { slots: options }, fetch, headers }, (id, meta, body) => {
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
  const { call } = await run(options, /** @type {any} */ (operation), undefined, headers);
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
  const unsigned = await run(reference, { type: 'list' }, undefined, throwing);
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
  const settings = { collections: { slots: reference }, fetch, headers: undefined };
  const requests = new Requests(settings, (id) => void answers.push(id));
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
