// A list that is taken over needs little more memory than its rows do: its own bytes make room for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { wasmBytes, watchWasmMemories } from '../../bench/measure/memory.js';
import { firstList } from '../../bench/workload/dashboard.js';
import { collectionName } from '../../bench/workload/names.js';

/** What a row takes beside its text is about as much again; a list that stayed whole meanwhile would make it three times. */
const timesItsBytesMax = 2.6;
const list = firstList({ rows: 50_000, seed: 3 });
const endpoint = 'http://ingest.test/api/availability';

watchWasmMemories();

/** @param {import('node:test').TestContext} t */
async function openEngine(t) {
  const { collection, createEngine } = await import('tablattice/node');
  const engine = await createEngine({
    scope: 'ingest',
    collections: { [collectionName]: collection({ endpoint }) },
    poll: false,
    fetch: async () => new Response(new Uint8Array(list), { headers: { 'content-type': 'application/json' } }),
  });
  t.after(() => engine.destroy());
  return engine.collection(collectionName);
}

for (const [way, take] of /** @type {const} */ ([
  ['loaded', (/** @type {import('tablattice').Collection<any>} */ slots) => slots.load(list)],
  ['fetched', (/** @type {import('tablattice').Collection<any>} */ slots) => slots.refresh({ force: true })],
])) {
  test(`a list that is ${way}`, async (t) => {
    const slots = await openEngine(t);
    const before = wasmBytes();
    await take(slots);
    assert.equal(slots.size, 50_000);
    const times = (wasmBytes() - before) / list.length;
    t.diagnostic(`${times.toFixed(2)} times its bytes`);
    assert.ok(times < timesItsBytesMax, `${times.toFixed(2)} times its bytes`);
  });
}
