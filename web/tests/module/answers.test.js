// What the engine makes of the API's answers, and of none: sign-in, outages, garbage.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { collection } from '../../engine/node/index.js';
import { isRead, isWrite, json } from './backend.js';
import { openTab, openTabs, quiet, shown, slotOptions, takeErrors, until } from './tabs.js';

const html = (status = 200) =>
  new Response('<!doctype html><p>Sign in', { status, headers: { 'content-type': 'text/html' } });

test('401 loses nothing: the outbox waits, the application is asked once, and true goes on', async (t) => {
  /** @type {((ok: boolean) => void)[]} */
  const asked = [];
  let token = 'old';
  const onUnauthorized = () => new Promise((resolve) => asked.push((ok) => ((token = 'new'), resolve(ok))));
  const headers = () => ({ authorization: token });
  const { backend, tabs } = await openTabs(t, 2, { options: { onUnauthorized, headers } });
  const [first, second] = tabs;
  backend.replace(
    ({ headers: sent }) => sent.get('authorization') === 'old',
    () => json(401, { title: 'Expired' }),
    99,
  );
  const saved = [first.slots.create({ title: 'a' }), first.slots.create({ title: 'b' })];
  await until(() => first.engine.status().auth === 'expired', 'the session is seen to be expired');
  await quiet();
  assert.equal(asked.length, 1);
  assert.equal(first.engine.status().pending, 2);
  assert.equal(second.slots.size, 2);
  const callsWhilePaused = backend.calls.length;
  await quiet();
  assert.equal(backend.calls.length, callsWhilePaused);
  asked[0](true);
  const rows = await Promise.all(saved);
  assert.deepEqual(
    rows.map(({ title }) => title),
    ['a', 'b'],
  );
  assert.equal(first.engine.status().auth, 'ok');
  assert.equal(backend.calls.at(-1)?.headers.get('authorization'), 'new');
  await quiet();
  assert.deepEqual(shown(second), shown(first));
});

test('an onUnauthorized that throws is reported, and nothing is lost', async (t) => {
  const onUnauthorized = () => {
    throw new Error('no dialog');
  };
  const { backend, tabs } = await openTabs(t, 1, { options: { onUnauthorized } });
  backend.replace(isWrite, () => json(401, { title: 'Expired' }), 99);
  void tabs[0].slots.create({ title: 'a' });
  await until(() => tabs[0].errors.length > 0, 'the error is reported');
  assert.deepEqual(takeErrors(tabs[0]), ['callback_failed']);
  assert.deepEqual([tabs[0].engine.status().auth, tabs[0].engine.status().pending], ['expired', 1]);
});

/** @type {Record<string, () => Response | Error>} */
const outages = {
  'no network': () => new TypeError('fetch failed'),
  'a 500': () => json(500, { title: 'Oops' }),
  'a 503 with Retry-After': () => json(503, { title: 'Busy' }, { 'retry-after': '0' }),
  'a 429': () => json(429, { title: 'Slow down' }),
  'a page of HTML where a row should be': () => html(),
  'truncated JSON': () => new Response('{"id":"a","tit', { headers: { 'content-type': 'application/json' } }),
};
for (const [name, answer] of Object.entries(outages)) {
  test(`a write answered by ${name} is sent again with the same key, and applied once`, async (t) => {
    const { backend, tabs } = await openTabs(t, 2);
    backend.replace(isWrite, answer, 2);
    const saved = await tabs[0].slots.create({ title: 'a' });
    assert.equal(saved.title, 'a');
    const keys = backend.calls.filter(isWrite).map(({ headers }) => headers.get('idempotency-key'));
    assert.equal(keys.length, 3);
    assert.equal(new Set(keys).size, 1);
    assert.match(String(keys[0]), /:1$/);
    await quiet();
    for (const tab of tabs) assert.deepEqual(shown(tab), { [saved.id]: saved });
    tabs.forEach(takeErrors);
  });

  test(`a list answered by ${name} changes nothing, is told, and is read again`, async (t) => {
    const { backend, tabs } = await openTabs(t, 1);
    const [tab] = tabs;
    backend.put('a', { title: 'a' });
    await tab.slots.refresh();
    backend.replace(isRead, answer, 1);
    await assert.rejects(tab.slots.refresh({ force: true }), { name: 'TablatticeError' });
    assert.equal(tab.slots.get('a')?.title, 'a');
    assert.notEqual(tab.engine.getState().slots.error, null);
    await tab.slots.refresh({ force: true });
    assert.equal(tab.engine.getState().slots.error, null);
    takeErrors(tab);
  });
}

test('a create whose answer is lost is applied once', async (t) => {
  const { backend, tabs } = await openTabs(t, 1);
  let lost = false;
  const { fetch } = backend;
  backend.fetch = fetch;
  const losing = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    const response = await fetch(url, init);
    if (lost || init.method !== 'POST') return response;
    lost = true;
    throw new TypeError('connection reset');
  };
  const other = await openTab(t, backend, { fetch: losing });
  await other.slots.create({ title: 'a' });
  assert.deepEqual([backend.count('POST'), backend.rows.size, backend.revision], [2, 1, 1]);
  await tabs[0].slots.refresh();
  assert.equal(tabs[0].slots.size, 1);
});

test('one bad row among good ones is skipped and reported', async (t) => {
  const { backend, tabs } = await openTabs(t, 1);
  const rows = [
    { id: 'a', version: 1 },
    { version: 2 },
    'nonsense',
    { id: 2 ** 53, version: 3 },
    { id: 'b', version: 4 },
  ];
  backend.replace(isRead, () => json(200, { revision: 4, rows }));
  await tabs[0].slots.refresh();
  assert.deepEqual(tabs[0].slots.keys(), ['a', 'b']);
  const [error, ...others] = tabs[0].errors.splice(0);
  assert.deepEqual([error.code, error.where, others], ['row_invalid', 'slots/rows/1/id', []]);
  assert.match(error.message, /^3 rows/);
});

test('a row whose id is __proto__ is a row like any other', async (t) => {
  const { backend, tabs } = await openTabs(t, 2);
  const id = '__proto__';
  await tabs[0].slots.create({ id, title: 'a' });
  await quiet();
  for (const { engine, slots } of tabs) {
    assert.equal(slots.get(id)?.title, 'a');
    assert.deepEqual(engine.getState().slots.ids, [id]);
    assert.equal(engine.getState().slots.entities[id].title, 'a');
    assert.equal(engine.view({ from: 'slots' }).get().rows[0].id, id);
  }
  assert.equal(/** @type {any} */ ({}).title, undefined);
  assert.equal(backend.calls[0].path, '/api/slots');
  await tabs[1].slots.delete(id);
  assert.deepEqual(tabs[1].engine.getState().slots.ids, []);
});

test('too old a cursor: the list is taken', async (t) => {
  const { backend, tabs } = await openTabs(t, 1);
  backend.put('a', { title: 'a' });
  await tabs[0].slots.refresh();
  backend.put('b', { title: 'b' });
  backend.remove('a');
  backend.oldestRevision = 99;
  await tabs[0].slots.refresh({ force: true });
  await until(() => tabs[0].slots.has('b'), 'the list is joined');
  assert.deepEqual(tabs[0].slots.keys(), ['b']);
});

test('an unchanged list costs a 304', async (t) => {
  const { backend } = await openTabs(t, 0);
  backend.put('a', { title: 'a' });
  const collections = { slots: collection({ endpoint: slotOptions.endpoint }) };
  const tab = await openTab(t, backend, { collections });
  await tab.slots.refresh();
  await tab.slots.refresh({ force: true });
  assert.equal(backend.calls[1].headers.get('if-none-match'), '"1"');
  assert.equal(tab.slots.get('a')?.title, 'a');
  assert.equal(tab.engine.getState().slots.error, null);
});

test('a poller reads by itself at its pace, and destroyed it stops', async (t) => {
  const { backend } = await openTabs(t, 0);
  const tab = await openTab(t, backend, { poll: { activeMs: 10, idleMs: 10, staleMs: 0 } });
  await until(() => backend.count('GET') >= 3, 'three polls');
  backend.put('a', { title: 'a' });
  await until(() => tab.slots.has('a'), 'the new row is seen');
  await tab.engine.destroy();
  const { length } = backend.calls;
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.equal(backend.calls.length, length);
});

test('refreshes at the same time share one request, and young state is not asked for again', async (t) => {
  let clock = 1_800_000_000_000;
  const { backend, tabs } = await openTabs(t, 1, { options: { now: () => clock } });
  const { slots } = tabs[0];
  await Promise.all([slots.refresh({ force: true }), slots.refresh({ force: true }), slots.refresh()]);
  clock += 1999;
  await slots.refresh();
  assert.equal(backend.count('GET'), 1);
  await slots.refresh({ force: true });
  assert.equal(backend.count('GET'), 2);
  slots.invalidate();
  await until(() => backend.count('GET') === 3, 'invalidate asks');
});

test('a forced refresh is answered by a read that was sent after it', async (t) => {
  let clock = 1_800_000_000_000;
  const { backend, tabs } = await openTabs(t, 1, { options: { now: () => clock } });
  const { slots } = tabs[0];
  const release = backend.hold(isRead);
  const earlier = slots.refresh({ force: true });
  await until(() => backend.count('GET') === 1, 'the first read is sent');
  backend.put('a', { title: 'written meanwhile' });
  clock += 1;
  const later = slots.refresh({ force: true });
  release();
  await earlier;
  assert.equal(slots.has('a'), false);
  await later;
  assert.equal(slots.get('a')?.title, 'written meanwhile');
});

test('request and response map another REST shape, server-made ids included', async (t) => {
  const { backend } = await openTabs(t, 0);
  const rows = [{ slot_id: 7, rev: '2026-12-01T09:00:00Z', name: 'old' }];
  const calls = /** @type {string[]} */ ([]);
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    calls.push(`${init.method} ${url}`);
    if (init.method === 'GET') return json(200, { items: rows });
    const row = { slot_id: 8, rev: '2026-12-01T10:00:00Z', ...JSON.parse(String(init.body)).item };
    return json(200, { item: row });
  };
  const slots = collection({
    key: 'slot_id',
    version: 'rev',
    ids: 'server',
    request: ({ type, row }) => ({
      url: `http://rest/${type}`,
      init: row && { method: 'PUT', body: JSON.stringify({ item: { name: row.name } }) },
    }),
    response: async ({ type }, response) => {
      const body = await response.json();
      return type === 'list' ? { rows: body.items } : { row: body.item };
    },
  });
  const tab = await openTab(t, backend, { collections: { slots }, fetch });
  const mapped = /** @type {import('../../engine/index.js').Collection} */ (tab.slots);
  await mapped.refresh();
  assert.deepEqual(mapped.get(7), rows[0]);
  const saving = mapped.create({ name: 'new' });
  const temporary = saving.id ?? '';
  assert.equal(mapped.get(temporary)?.name, 'new');
  const saved = await saving;
  assert.equal(saved.slot_id, 8);
  assert.equal(mapped.get(8)?.name, 'new');
  assert.equal(mapped.get(temporary), mapped.get(8), 'the temporary key still finds the row');
  assert.deepEqual(calls.slice(0, 2), ['GET http://rest/list', 'PUT http://rest/create']);
});

test("an answer for another user stops the engine: nothing of the other's shows", async (t) => {
  const { backend, tabs } = await openTabs(t, 1, {
    options: { identity: 'user-42', identify: ({ headers }) => headers.get('x-user') },
  });
  const [tab] = tabs;
  backend.put('a', { title: 'own' });
  backend.replace(isRead, () => json(200, { revision: 1, rows: [...backend.rows.values()] }, { 'x-user': 'user-42' }));
  await tab.slots.refresh();
  assert.equal(tab.slots.get('a')?.title, 'own');
  const foreign = { id: 'b', title: "another's", version: 2 };
  backend.replace(isRead, () => json(200, { cursor: 2, rows: [foreign], tombstones: [] }, { 'x-user': 'user-7' }));
  let refusal = /** @type {any} */ (null);
  tab.slots.refresh({ force: true }).catch((error) => (refusal = error));
  await until(() => tab.errors.length > 0, 'it is reported');
  assert.deepEqual(takeErrors(tab), ['identity_mismatch']);
  assert.deepEqual(tab.slots.keys(), ['a']);
  const { length } = backend.calls;
  const { mutation } = tab.slots.create({ title: 'c' });
  await quiet();
  assert.equal(backend.calls.length, length, 'nothing is sent to the other');
  assert.equal(tab.engine.pending()[0]?.name, mutation, 'what was written waits for its own user');
  await until(() => refusal?.code === 'identity_mismatch', 'the refresh is refused');
});
