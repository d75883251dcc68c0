import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { createMemoryHub } from '../../engine/index.js';
import { createMemoryStorage, createStore } from '../../engine/storage.js';
import { createBroadcastChannel } from '../../engine/transports/broadcast-channel.js';
import { createStorageEvents } from '../../engine/transports/storage-events.js';

const realChannel = globalThis.BroadcastChannel;
afterEach(() => {
  globalThis.BroadcastChannel = realChannel;
});

/** @param {unknown} value what `new BroadcastChannel` is from now on */
function replaceChannel(value) {
  globalThis.BroadcastChannel = /** @type {any} */ (value);
}

/** @param {{ onReceive(listener: (text: string) => void): () => void }} transport */
function listen(transport) {
  /** @type {string[]} */
  const heard = [];
  return { heard, stop: transport.onReceive((text) => void heard.push(text)) };
}

test('memory: every end hears the others and not itself, after the sender has gone on', async () => {
  const hub = createMemoryHub();
  const [first, second, third] = [hub.connect(), hub.connect(), hub.connect()];
  const ends = [first, second, third].map(listen);
  first.send('a');
  assert.deepEqual(ends[1].heard, []);
  await delay(0);
  assert.deepEqual(
    ends.map(({ heard }) => heard),
    [[], ['a'], ['a']],
  );
});

test('memory: a stopped end hears nothing, and may listen again', async () => {
  const hub = createMemoryHub();
  const [first, second] = [hub.connect(), hub.connect()];
  const end = listen(second);
  first.send('in flight');
  end.stop();
  await delay(0);
  assert.deepEqual(end.heard, []);
  const again = listen(second);
  first.send('b');
  await delay(0);
  assert.deepEqual([end.heard, again.heard], [[], ['b']]);
});

test('memory: messages can be held, dropped and doubled on their way', async () => {
  /** @type {(() => void)[]} */
  const held = [];
  const hub = createMemoryHub({ onDelivery: (_text, deliver) => void held.push(deliver) });
  const [first, second] = [hub.connect(), hub.connect()];
  const { heard } = listen(second);
  ['a', 'dropped', 'c'].forEach((text) => first.send(text));
  [2, 0, 0].forEach((index) => held[index]());
  await delay(0);
  assert.deepEqual(heard, ['c', 'a', 'a']);
});

test('broadcast channel: carries texts between two ends and opens again after close', async (t) => {
  const [first, second] = [createBroadcastChannel('tablattice:test-a'), createBroadcastChannel('tablattice:test-a')];
  t.after(() => [first, second].forEach((end) => end.close()));
  const heard = new Promise((resolve) => second.onReceive(resolve));
  first.send('a');
  assert.equal(await heard, 'a');
  second.close();
  const again = new Promise((resolve) => second.onReceive(resolve));
  first.close();
  first.send('b');
  assert.equal(await again, 'b');
});

test('broadcast channel: missing, it is broken, says so once, and nothing throws', () => {
  for (const replacement of [undefined, refuseToBeMade]) {
    replaceChannel(replacement);
    /** @type {string[]} */
    const failures = [];
    const channel = createBroadcastChannel('tablattice:test-b', (message) => void failures.push(message));
    listen(channel);
    channel.send('a');
    channel.close();
    assert.equal(channel.isBroken(), true);
    assert.equal(failures.length, 1);
    assert.match(failures[0], /^BroadcastChannel: /);
  }
});

function refuseToBeMade() {
  throw new Error('SecurityError');
}

test('broadcast channel: throwing on send or reporting messageerror breaks it', () => {
  const made = /** @type {any[]} */ ([]);
  replaceChannel(function () {
    made.push(this);
    this.postMessage = () => {
      throw new Error('DataCloneError');
    };
    this.close = () => {};
  });
  const sending = createBroadcastChannel('tablattice:test-c');
  assert.equal(sending.isBroken(), false);
  sending.send('a');
  assert.equal(sending.isBroken(), true);

  const hearing = createBroadcastChannel('tablattice:test-c');
  listen(hearing);
  made[1].onmessageerror();
  assert.equal(hearing.isBroken(), true);
});

/** @param {() => boolean} needed */
function storageTransport(needed) {
  const window = new EventTarget();
  const storage = createMemoryStorage();
  const writes = /** @type {[string, string][]} */ ([]);
  const spied = {
    ...storage,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => void writes.push([key, text]),
  };
  const transport = createStorageEvents(createStore(spied, 'clinic'), needed, window);
  const fire = (/** @type {string | null} */ key, /** @type {string | null} */ newValue) =>
    window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));
  return { transport, writes, fire };
}

test('storage events: messages and outbox entries of the own scope are heard, nothing else', () => {
  const { transport, fire } = storageTransport(() => true);
  const { heard, stop } = listen(transport);
  fire('tablattice:clinic:message', 'a');
  fire('tablattice:clinic:outbox/c1:1', 'b');
  fire('tablattice:clinic:message', null);
  fire('tablattice:clinic:2:message', 'another scope');
  fire('tablattice:clinic:cursor', 'no message');
  fire(null, null); // localStorage.clear()
  stop();
  fire('tablattice:clinic:message', 'after stop');
  assert.deepEqual(heard, ['a', 'b']);
});

test('storage events: are written to only where they are needed', () => {
  let needed = false;
  const { transport, writes } = storageTransport(() => needed);
  transport.send('a');
  assert.deepEqual(writes, []);
  needed = true;
  transport.send('b');
  assert.deepEqual(writes, [['tablattice:clinic:message', 'b']]);
});
