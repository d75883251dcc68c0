/** What the ladder's tests share: the reference server over real HTTP, a network that can fail, and engines as tabs. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { collection, createEngine, createMemoryHub, createMemoryLocks, createMemoryStorage } from 'tablattice/node';
import { check } from 'tablattice/rules';

import { startServer } from '../../server/start-server.js';
import { FaultyNetwork } from './faulty-network.js';

/**
 * @typedef {import('node:test').TestContext} TestContext
 * @typedef {import('tablattice').TablatticeError} TablatticeError
 * @typedef {import('tablattice').CollectionOptions<Slot>} CollectionOptions
 * @typedef {Partial<import('tablattice').EngineOptions>} EngineOptions
 * @typedef {import('../../server/rungs.js').Rung} Rung
 *
 * @typedef {{ id: string, therapistId: string, therapistName: string, date: string, startTime: string, endTime: string,
 *   isActive: boolean, notes: string, version?: number, updatedAt?: string }} Slot
 * @typedef {{ engine: import('tablattice').Engine, slots: import('tablattice').Collection<Slot>, errors: TablatticeError[] }} Tab
 * @typedef {Awaited<ReturnType<typeof openSite>>} Site
 */

/** @type {readonly Rung[]} */
export const rungs = ['feed', 'versioned', 'plain'];

const waitMsMax = 10_000;

/**
 * The reference server in memory, with the network before it. After the test its tabs are destroyed, then both; an error that
 * the test did not expect fails it: what a test has looked at it takes by `takeErrors`.
 *
 * @param {TestContext} t
 * @param {Partial<import('../../server/app.js').AppOptions>} [options]
 */
export async function openSite(t, options = {}) {
  const server = await startServer({ port: 0, databasePath: ':memory:', check, ...options });
  const network = new FaultyNetwork(server.origin);
  const origin = await network.open();
  const tabs = /** @type {Tab[]} */ ([]);
  t.after(async () => {
    await Promise.all(tabs.map(({ engine }) => engine.destroy()));
    await network.close();
    await server.close();
    assert.deepEqual(
      tabs.flatMap(({ errors }) => errors),
      [],
    );
  });
  const api = `${server.origin}/api/availability`; // other users are not behind the tabs' network
  return {
    network,
    origin,
    tabs,
    /** @param {Rung} [rung] */
    list: async (rung = 'feed') => rowsOf(await asked('GET', `${api}?rung=${rung}`)),
    revision: async () => (await asked('GET', `${api}?rung=feed`)).revision,
    /** The names of all mutations that the server has carried out under their key. */
    mutations: async () => (await asked('GET', `${api}/changes?rung=feed&since=0`)).mutations,
    /** @param {Partial<Slot>} row */
    add: (row) => asked('POST', `${api}?rung=feed`, row),
    /** @param {string} id @param {Partial<Slot>} changes */
    change: (id, changes) => asked('PATCH', `${api}/${id}?rung=feed`, changes),
    /** @param {string} id */
    remove: (id) => asked('DELETE', `${api}/${id}?rung=feed`),
  };
}

/**
 * What a collection is told about a rung; nothing but the address says what it has to find out.
 *
 * @param {Rung} rung
 * @param {string} origin
 * @returns {CollectionOptions}
 */
export function told(rung, origin) {
  const path = `${origin}/api/availability`;
  const endpoint = `${path}?rung=${rung}`;
  if (rung === 'feed') return { endpoint, feed: `${path}/changes?rung=feed` };
  return rung === 'plain' ? { endpoint, version: null } : { endpoint, rung };
}

/**
 * Engines of one scope with transport, storage and locks in common: tabs of one browser, the leader first, which have their
 * first rows. They poll once an hour, unless the test sets another pace.
 *
 * @param {Site} site
 * @param {Rung} rung
 * @param {number} count
 * @param {{ declared?: Partial<CollectionOptions>, options?: EngineOptions }} [setting]
 */
export async function openTabs(site, rung, count, { declared = {}, options = {} } = {}) {
  const hub = createMemoryHub();
  const storage = createMemoryStorage();
  const locks = createMemoryLocks();
  const slots = collection({ slice: 'availability', ...told(rung, site.origin), ...declared });
  const open = () => {
    const own = { transports: [hub.connect()], locks: locks.connect() };
    return openTab(site, { collections: { slots }, storage, ...own, ...options });
  };
  const tabs = await Promise.all(Array.from({ length: count }, open));
  const leader = await until(() => tabs.every(isReady) && leaderOf(tabs), 'the tabs have rows and a leader');
  return { tabs: [leader, ...tabs.filter((tab) => tab !== leader)], open };
}

/** @param {Tab} tab */
const isReady = ({ engine }) => engine.status().collections.slots.status === 'ready';

/**
 * @param {Tab[]} tabs
 * @returns {Tab | undefined} the tab that all of them follow, once they agree on one
 */
function leaderOf(tabs) {
  return tabs.find(({ engine: { status } }) => {
    const { client, role } = status();
    return role === 'leader' && tabs.every(({ engine }) => engine.status().leader === client);
  });
}

/**
 * @param {Site} site
 * @param {EngineOptions} options
 * @returns {Promise<Tab>}
 */
async function openTab(site, options) {
  const errors = /** @type {TablatticeError[]} */ ([]);
  const engine = await createEngine({
    scope: 'ladder',
    collections: {},
    poll: { ...fastPoll, activeMs: 3_600_000, idleMs: 3_600_000 },
    outbox: { backoffMinMs: 5, backoffMaxMs: 20 },
    onError: (error) => void errors.push(error),
    ...options,
  });
  const tab = { engine, slots: engine.collection('slots'), errors };
  site.tabs.push(tab);
  return tab;
}

/** Polls fast, for tests that wait for a poll. */
export const fastPoll = { activeMs: 20, idleMs: 20, staleMs: 0, backoffMinMs: 5, backoffMaxMs: 20 };

/**
 * A slot that overlaps no other of another number.
 *
 * @param {number} number
 * @param {Partial<Slot>} [members]
 */
export function slot(number, members = {}) {
  const day = new Date(Date.UTC(2026, 11, 1 + number)).toISOString().slice(0, 10);
  const times = { date: day, startTime: '09:00', endTime: '10:00' };
  return { therapistId: 'th-1', therapistName: 'Mara Lind', ...times, isActive: true, notes: '', ...members };
}

/**
 * Waits until a condition holds; after ten seconds the test fails with the reason.
 *
 * @template Value
 * @param {() => Value} condition
 * @param {string} what
 * @returns {Promise<Exclude<Value, false | null | undefined>>} what the condition gave in the end
 */
export async function until(condition, what) {
  const deadline = Date.now() + waitMsMax;
  for (;;) {
    const value = condition();
    if (value) return /** @type {any} */ (value);
    assert.ok(Date.now() < deadline, `waited in vain until ${what}`);
    await delay(2);
  }
}

/**
 * What a tab shows, by id; a row with a change that is not answered yet has `$pending`.
 *
 * @param {Tab} tab
 */
export function shown({ slots }) {
  const rows = slots.keys().map((key) => /** @type {Slot} */ (slots.get(key)));
  return rows.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/**
 * Waits until every tab shows exactly what the server lists on that rung, with nothing pending.
 *
 * @param {Site} site
 * @param {Rung} rung
 * @param {Tab[]} tabs
 */
export async function converge(site, rung, tabs) {
  await until(() => tabs.every(({ engine }) => engine.status().pending === 0), 'nothing is pending');
  const rows = await site.list(rung);
  const deadline = Date.now() + waitMsMax;
  while (!tabs.every((tab) => isDeepStrictEqual(shown(tab), rows)) && Date.now() < deadline) await delay(2);
  for (const tab of tabs) assert.deepEqual(shown(tab), rows);
  return rows;
}

/**
 * The codes of the errors so far; they are taken note of.
 *
 * @param {Tab} tab
 */
export function takeErrors({ errors }) {
  return errors.splice(0).map(({ code }) => code);
}

/** @param {any} list */
function rowsOf(list) {
  return /** @type {Slot[]} */ (Array.isArray(list) ? list : list.rows);
}

/**
 * @param {string} method
 * @param {string} url
 * @param {unknown} [body]
 * @returns {Promise<any>} the answer's body; a refusal throws
 */
async function asked(method, url, body) {
  const headers = { 'content-type': 'application/json' };
  const content = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...content });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
