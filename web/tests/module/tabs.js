/** Engines that stand for tabs: one scope, one backend, one in-memory transport, storage and locks in common. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import {
  collection,
  createEngine,
  createMemoryHub,
  createMemoryLocks,
  createMemoryStorage,
} from '../../engine/node/index.js';
import { Backend, origin } from './backend.js';

/** @typedef {import('../../engine/index.js').TablatticeError} TablatticeError */
/** @typedef {{ id: string, version?: number, title?: string, on?: boolean, rank?: number, group?: string }} Slot */
/** @typedef {{ engine: import('../../engine/index.js').Engine, slots: import('../../engine/index.js').Collection<Slot>, errors: TablatticeError[] }} Tab */

/** The collection of the tests: no C++ slice, on the feed rung. */
export const slotOptions = { endpoint: `${origin}/api/slots`, feed: `${origin}/api/slots/changes` };

/**
 * Makes one tab and destroys it after the test. An error that the test does not expect fails it: `errors` must be empty in
 * the end, or emptied by the test that looked at it.
 * @param {import('node:test').TestContext} t
 * @param {Backend} backend
 * @param {Partial<import('../../engine/index.js').EngineOptions>} [options]
 * @returns {Promise<Tab>}
 */
export async function openTab(t, backend, options = {}) {
  const errors = /** @type {TablatticeError[]} */ ([]);
  const engine = await createEngine({
    scope: 'test',
    collections: { slots: collection(slotOptions) },
    fetch: backend.fetch,
    poll: false,
    outbox: { backoffMinMs: 5, backoffMaxMs: 20 },
    onError: (error) => void errors.push(error),
    ...options,
  });
  t.after(async () => {
    await engine.destroy();
    assert.deepEqual(errors, []);
  });
  return { engine, slots: engine.collection('slots'), errors };
}

/**
 * @param {import('node:test').TestContext} t
 * @param {number} count
 * @param {{ onDelivery?: (text: string, deliver: () => void) => void,
 *   options?: Partial<import('../../engine/index.js').EngineOptions> }} [setting]
 */
export async function openTabs(t, count, { onDelivery, options = {} } = {}) {
  const backend = new Backend();
  const hub = createMemoryHub({ onDelivery });
  const storage = createMemoryStorage();
  const locks = createMemoryLocks();
  const openOne = (/** @type {typeof options} */ more = {}) =>
    openTab(t, backend, { transports: [hub.connect()], storage, locks: locks.connect(), ...options, ...more });
  const tabs = await Promise.all(Array.from({ length: count }, () => openOne()));
  return { backend, tabs, storage, hub, locks, openOne };
}

/**
 * Waits until a condition holds; after two seconds the test fails with the reason.
 * @param {() => boolean | Promise<boolean>} condition
 * @param {string} what
 */
export async function until(condition, what) {
  const deadline = Date.now() + 2000;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `waited in vain until ${what}`);
    await delay(2);
  }
}

/** Lets everything run that is ready to. */
export async function quiet() {
  for (let turn = 0; turn < 5; turn += 1) await delay(1);
}

/**
 * The one tab that leads, once all agree on it.
 * @param {Tab[]} tabs
 */
export async function leaderOf(tabs) {
  const leading = () => tabs.filter(({ engine }) => engine.status().role === 'leader');
  const agreed = () => {
    const [leader, ...others] = leading();
    const client = leader?.engine.status().client;
    return others.length === 0 && tabs.every(({ engine }) => client && engine.status().leader === client);
  };
  await until(agreed, 'the tabs agree on one leader');
  return leading()[0];
}

/**
 * The errors so far, by code; they are taken note of.
 * @param {Tab} tab
 */
export function takeErrors({ errors }) {
  return errors.splice(0).map(({ code }) => code);
}

/**
 * What every tab shows of the collection, without the engine's own members.
 * @param {Tab} tab
 */
export function shown({ slots }) {
  return Object.fromEntries(slots.keys().map((key) => [key, slots.get(key)]));
}
