// The option `debug`: what happens, in lines that a person reads.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from '../../engine/node/index.js';
import { Backend, isWrite, json } from './backend.js';
import { openTab, openTabs, quiet, slotOptions, takeErrors } from './tabs.js';

/**
 * Two tabs, of which the second tells what happens.
 * @param {import('node:test').TestContext} t
 */
async function openTelling(t) {
  const told = /** @type {string[]} */ ([]);
  const { backend, tabs, openOne } = await openTabs(t, 1);
  const tab = await openOne({ debug: (line) => void told.push(line) });
  const name = `[tablattice ${tab.engine.status().client.slice(0, 4)}] `;
  const lines = () =>
    told.splice(0).map((line) => {
      assert.ok(line.startsWith(name), line);
      return line.slice(name.length);
    });
  return { backend, other: tabs[0], tab, lines };
}

/** @param {string[]} lines without the leader's beats, which come by the clock */
const withoutBeats = (lines) => lines.filter((line) => !line.includes(' beat'));

test('a write is told as it shows, as it is sent, and as it is answered', async (t) => {
  const { tab, lines } = await openTelling(t);
  await quiet();
  lines();
  await tab.slots.create({ id: 'a', title: 'not to be told' });
  assert.deepEqual(withoutBeats(lines()), [
    'dispatch mutation create slots a: joined, 1 created',
    'request: POST http://api.test/api/slots',
    'answer: 201 to POST http://api.test/api/slots',
    'response outcome acked slots a: joined, 1 updated',
  ]);
});

test("another tab's write is told with the way it came", async (t) => {
  const { other, lines } = await openTelling(t);
  await quiet();
  lines();
  await other.slots.create({ id: 'a', title: 'not to be told' });
  await quiet();
  assert.deepEqual(withoutBeats(lines()), [
    'memory mutation create slots a: joined, 1 created',
    'memory outcome acked slots a: joined, 1 updated',
  ]);
});

test('what the API refuses and what never arrives is told', async (t) => {
  const { backend, tab, lines } = await openTelling(t);
  await tab.slots.create({ id: 'a' });
  lines();
  backend.replace(isWrite, () => new Error('the wire is cut'));
  backend.replace(isWrite, () => json(422, { title: 'No' }));
  await assert.rejects(tab.slots.delete('a'), { code: 'rejected' });
  const told = lines();
  assert.ok(told.includes('no answer: Error: the wire is cut to DELETE http://api.test/api/slots/a'), told.join('\n'));
  assert.ok(told.includes('answer: 422 to DELETE http://api.test/api/slots/a'), told.join('\n'));
  assert.ok(told.includes('response outcome rejected slots a: joined, 1 created'), told.join('\n'));
});

test('who leads, and what else a tab is, is told once and again where it changes', async (t) => {
  const { other, lines } = await openTelling(t);
  await quiet();
  const told = lines();
  const leader = other.engine.status().client.slice(0, 4);
  assert.match(told[0], /^status: role follower, leader none, online true, outdated false, auth ok, polling/);
  assert.equal(told.filter((line) => line === `status: leader ${leader}`).length, 1, told.join('\n'));
  await other.engine.destroy();
  await quiet();
  assert.ok(lines().some((line) => line.startsWith('status: role leader')));
});

test('an error is told and still goes to onError; a message that cannot be read is told as refused', async (t) => {
  const { tab, lines } = await openTelling(t);
  await quiet();
  lines();
  tab.engine.receive('{');
  await quiet();
  const told = withoutBeats(lines());
  assert.match(told[0], /^error: json_invalid at message byte 1: The text is not JSON/);
  assert.equal(told[1], 'push message json_invalid: refused');
  assert.deepEqual(takeErrors(tab), ['json_invalid']);
});

test('true writes to console.debug; without the option nothing is written', async (t) => {
  const debug = t.mock.method(console, 'debug', () => {});
  const silent = await openTab(t, new Backend());
  await silent.slots.create({ id: 'a' });
  assert.equal(debug.mock.callCount(), 0);
  await openTab(t, new Backend(), { debug: true });
  assert.match(String(debug.mock.calls[0].arguments[0]), /^\[tablattice \w{4}\] status: /);
});

test('a function that throws stops nothing', async (t) => {
  const complained = t.mock.method(console, 'error', () => {});
  const fail = () => {
    throw new Error('full');
  };
  const { slots } = await openTab(t, new Backend(), { debug: fail });
  await slots.create({ id: 'a', title: 'kept' });
  assert.equal(slots.get('a')?.title, 'kept');
  assert.ok(complained.mock.callCount() > 0);
});

test('anything else is refused by name', async () => {
  const debug = /** @type {any} */ ('yes');
  const making = createEngine({ scope: 's', collections: { slots: slotOptions }, debug });
  await assert.rejects(making, { code: 'config_invalid', where: 'debug' });
});
