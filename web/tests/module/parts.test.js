// The small parts: listeners, the loader's refusals, declarations.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { TablatticeError, collection, createEngine } from '../../engine/index.js';
import { createReport } from '../../engine/errors.js';
import { Listeners } from '../../engine/listeners.js';
import { loadModule } from '../../engine/load.js';
import { readOptions } from '../../engine/options.js';

test('a listener that throws stops no other', () => {
  const errors = /** @type {unknown[]} */ ([]);
  const guard = (/** @type {() => void} */ work) => {
    try {
      work();
    } catch (error) {
      errors.push(error);
    }
  };
  const listeners = /** @type {Listeners<number>} */ (new Listeners(guard));
  const heard = /** @type {string[]} */ ([]);
  listeners.add(() => {
    throw new Error('broken');
  });
  listeners.add((value) => void heard.push(`b${value}`));
  listeners.emit(1);
  assert.deepEqual(heard, ['b1']);
  assert.equal(errors.length, 1);
});

test('a listener stopped by one before it is not called; one added twice is called twice', () => {
  const listeners = /** @type {Listeners<void>} */ (new Listeners((work) => work()));
  let count = 0;
  const counted = () => void (count += 1);
  const stops = [listeners.add(() => stops[2]()), listeners.add(counted), listeners.add(counted)];
  listeners.emit();
  assert.equal(count, 1);
  stops[1]();
  stops[1]();
  listeners.emit();
  assert.equal(count, 1);
});

test('an onError that throws ends nothing', (t) => {
  const printed = t.mock.method(console, 'error', () => {});
  const report = createReport(() => {
    throw new Error('broken reporter');
  });
  report(new TablatticeError({ code: 'x', message: 'y' }));
  assert.equal(printed.mock.callCount(), 1);
});

test("a refusal's details are its cause", () => {
  const details = { status: 409, title: 'Overlap' };
  const error = new TablatticeError({ code: 'rejected', message: 'm', where: 'endTime', details });
  assert.deepEqual([error.cause, error.where, error.details], [details, 'endTime', details]);
  assert.ok(error instanceof Error);
});

test('a missing .wasm is an error of its own that names the cures', async (t) => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/page' ? 200 : 404, { 'content-type': 'text/html' }).end('<!doctype html>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  for (const [path, reason] of Object.entries({ '/none.wasm': /404/, '/page': /text\/html/ })) {
    const wasm = `http://127.0.0.1:${port}${path}`;
    await assert.rejects(loadModule({ wasm }), (/** @type {any} */ error) => {
      assert.deepEqual([error.code, error.where], ['wasm_not_found', wasm]);
      assert.match(error.message, reason);
      assert.match(error.message, /tablattice\/node/);
      return true;
    });
  }
  await assert.rejects(loadModule({ wasm: new Uint8Array([1, 2, 3]) }), { code: 'wasm_refused' });
});

const slots = { endpoint: '/api/slots' };
const base = { scope: 'test', collections: { slots } };
const badOptions = [
  { options: { scope: 'x', collections: [] }, where: 'collections' },
  { options: { ...base, fetch: 'fetch' }, where: 'fetch' },
  { options: { ...base, onError: {} }, where: 'onError' },
  { options: { ...base, autoStart: 1 }, where: 'autoStart' },
  { options: { ...base, identify: 'x-user' }, where: 'identify' },
  { options: { ...base, cache: true }, where: 'cache' },
  { options: { ...base, locks: 'none' }, where: 'locks' },
  { options: { ...base, transports: {} }, where: 'transports' },
  { options: { ...base, factory: async () => ({}) }, where: 'wasm' },
  { options: { ...base, collections: { slots: {} } }, where: 'collections/slots/endpoint' },
  { options: { ...base, collections: { slots: null } }, where: 'collections/slots' },
  { options: { ...base, collections: { slots: { ...slots, request: '/x' } } }, where: 'collections/slots/request' },
  { options: { ...base, collections: { slots: { ...slots, feed: 7 } } }, where: 'collections/slots/feed' },
];
for (const { options, where } of badOptions) {
  test(`createEngine refuses a bad ${where}`, async () => {
    await assert.rejects(createEngine(/** @type {any} */ (options)), {
      name: 'TablatticeError',
      code: 'config_invalid',
      where,
    });
  });
}

test('an option that is undefined hides no default', () => {
  const { fetch, now, autoStart } = readOptions({ ...base, fetch: undefined, now: undefined, autoStart: undefined });
  assert.deepEqual([typeof fetch, typeof now, autoStart], ['function', 'function', true]);
});

test('collection refuses a declaration without a place to read from', () => {
  assert.throws(() => collection({}), { code: 'config_invalid' });
  assert.deepEqual({ ...collection(slots) }, slots);
});
