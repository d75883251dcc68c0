// The backends of the guide, as it shows them, each with two tabs before it. Rails and PostgREST are played by small servers
// that speak as those do; Express and Fastify are themselves.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { createEngine, createMemoryHub, createMemoryLocks, createMemoryStorage } from 'tablattice/node';
import { until } from '../module/tabs.js';
import { writeExamples } from './examples.js';
import { postgrestLike } from './support/postgrest-like.js';
import { railsLike } from './support/rails-like.js';

/**
 * @typedef {{ origin: string, close: () => Promise<unknown> }} Site
 * @typedef {import('tablattice').TablatticeError} TablatticeError
 * @typedef {import('tablattice').EngineOptions['fetch']} Fetch
 */

/** @type {(name: string) => Promise<any>} */
let example;
/** @type {() => void} */
let removeExamples;

before(() => ({ load: example, remove: removeExamples } = writeExamples('web/docs/backends.md')));
after(() => removeExamples());

/**
 * @param {import('node:http').RequestListener} listener
 * @returns {Promise<Site>}
 */
async function serve(listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${port}`, close };
}

const backends = {
  express: {
    rung: 'versioned',
    // `start` gives the site, and how another user asks it for the rows, changes one, and deletes one.
    async start() {
      const { default: express } = await import(/** @type {string} */ ('express'));
      const { slotsApi } = await example('express/server.js');
      return serve(express().use('/api/slots', slotsApi()));
    },
    path: '/api/slots',
  },
  fastify: {
    rung: 'feed',
    async start() {
      const server = (await example('fastify/server.js')).slotsServer();
      const origin = await server.listen({ port: 0, host: '127.0.0.1' });
      return { origin, close: () => server.close() };
    },
    path: '/api/slots',
  },
  rails: { rung: 'versioned', start: () => serve(railsLike()), path: '/plain' },
  postgrest: { rung: 'versioned', start: () => serve(postgrestLike()), path: '/plain' },
};

/**
 * Two tabs of one browser before a backend, and another user who asks it directly.
 * @param {import('node:test').TestContext} t
 * @param {keyof typeof backends} name
 */
async function open(t, name) {
  const { start, path } = backends[name];
  const site = /** @type {Site} */ (await start());
  const { slots, fetchPostgrest = fetch } = await example(`${name}/collection.js`);
  const ask = pageFetch(site.origin, fetchPostgrest);
  let lost = 0;
  /** @type {Fetch} */
  const losing = async (url, init) => {
    const response = await ask(url, init);
    if (lost === 0 || init.method === 'GET') return response;
    lost -= 1;
    throw new TypeError('The answer was lost.');
  };
  const [hub, storage, locks] = [createMemoryHub(), createMemoryStorage(), createMemoryLocks()];
  const errors = /** @type {TablatticeError[]} */ ([]);
  const openTab = async () => {
    const engine = await createEngine({
      scope: 'test',
      collections: { slots },
      transports: [hub.connect()],
      locks: locks.connect(),
      storage,
      fetch: losing,
      poll: { activeMs: 3_600_000, idleMs: 3_600_000, staleMs: 0 },
      outbox: { backoffMinMs: 5, backoffMaxMs: 20 },
      onError: (error) => void errors.push(error),
    });
    t.after(() => engine.destroy());
    return { engine, slots: engine.collection('slots') };
  };
  const tabs = [await openTab(), await openTab()];
  t.after(site.close);
  const other = async (/** @type {string} */ method, id = '', /** @type {object | undefined} */ body = undefined) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${site.origin}${path}${id && `/${id}`}`, {
      method,
      ...(body && { headers, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const told = text === '' ? null : JSON.parse(text);
    return told?.rows ?? told;
  };
  await until(
    () => tabs.every(({ engine }) => engine.status().collections.slots.status === 'ready'),
    'both have the list',
  );
  return { tabs, other, errors, lose: () => (lost = 1) };
}

/**
 * A page's relative addresses are its server's.
 * @param {string} origin
 * @param {(url: string, init: RequestInit) => Promise<Response>} ask
 * @returns {NonNullable<Fetch>}
 */
const pageFetch = (origin, ask) => (url, init) => ask(new URL(url, origin).href, init);

for (const name of /** @type {(keyof typeof backends)[]} */ (Object.keys(backends))) {
  test(`${name}: both tabs write, the server has it, and the rung is the promised one`, async (t) => {
    const { tabs, other } = await open(t, name);
    const [first, second] = tabs;
    const { id } = await first.slots.create({ title: 'a', startTime: '09:00' });
    await until(() => second.slots.get(id)?.title === 'a', 'the other tab shows it');
    const [stored] = await other('GET');
    assert.deepEqual([stored.id, stored.title], [id, 'a']);
    await second.slots.update(id, { title: 'b' });
    await until(() => first.slots.get(id)?.title === 'b', 'the first tab shows the change');
    assert.equal(first.slots.get(id)?.startTime, '09:00');
    assert.equal((await other('GET'))[0].title, 'b');
    assert.deepEqual(
      tabs.map(({ engine }) => engine.status().rungs.slots),
      [backends[name].rung, backends[name].rung],
    );
    await first.slots.delete(id);
    await until(() => second.slots.size === 0, 'it is gone in the other tab');
    assert.deepEqual(await other('GET'), []);
  });

  test(`${name}: what another user does comes with the next read, a deletion too`, async (t) => {
    const { tabs, other } = await open(t, name);
    const [first, second] = tabs;
    const [one, two] = await Promise.all(['a', 'b', 'c'].map((title) => first.slots.create({ title })));
    await other('PATCH', String(one.id), { title: 'theirs' });
    await other('DELETE', String(two.id));
    await second.slots.refresh({ force: true });
    for (const { slots } of tabs) {
      await until(() => slots.get(one.id)?.title === 'theirs' && !slots.has(two.id), 'both tabs show it');
    }
  });

  test(`${name}: a refusal rolls back in both tabs and says why`, async (t) => {
    const { tabs } = await open(t, name);
    const [first, second] = tabs;
    const { id } = await first.slots.create({ title: 'a' });
    const refusal = await first.slots.update(id, { title: '' }).catch((/** @type {TablatticeError} */ error) => error);
    assert.equal(refusal.code, 'rejected');
    assert.match(JSON.stringify([refusal.message, refusal.details]), /title/);
    for (const { slots } of tabs) await until(() => slots.get(id)?.title === 'a', 'the old title is back');
    assert.equal(second.engine.status().pending, 0);
  });

  test(`${name}: a write of a row that another user deleted takes it away`, async (t) => {
    const { tabs, other } = await open(t, name);
    const { id } = await tabs[0].slots.create({ title: 'a' });
    await other('DELETE', String(id));
    await assert.rejects(tabs[0].slots.update(id, { title: 'b' }), { code: 'rejected' });
    for (const { slots } of tabs) await until(() => !slots.has(id), 'it is gone');
  });

  test(`${name}: an answer that is lost makes no second row`, async (t) => {
    const { tabs, other, lose } = await open(t, name);
    const [{ engine, slots }, second] = tabs;
    lose();
    const created = slots.create({ title: 'a' }).then(
      () => 'created',
      ({ code }) => code,
    );
    await until(() => engine.status().pending === 0, 'its fate is decided');
    await slots.refresh({ force: true });
    assert.equal(await created, name === 'rails' ? 'outcome_unknown' : 'created');
    assert.equal((await other('GET')).length, 1);
    for (const tab of [slots, second.slots]) await until(() => tab.size === 1, 'both tabs show one row');
  });
}
