// As many changes as ten minutes bring at a hundred a second (the benchmark's events): the heaps do not grow.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { heldBytes, wasmBytes, watchWasmMemories } from '../../bench/measure/memory.js';
import { afterEvents, firstList, wireEvents } from '../../bench/workload/dashboard.js';
import { collectionName, epochMs } from '../../bench/workload/names.js';
import { therapistId } from '../../bench/workload/views.js';

const minutes = 10;
const changesPerMinute = 6_000;
/** Deletions are forgotten after so many events: in the workload's time one comes each millisecond. */
const memoryMs = 30_000;
/** WebAssembly's memory grows by a twentieth at a time: one step more may be chance. */
const stepMax = 1.06;
const size = { rows: 2_000, seed: 7 };

async function openChurned() {
  const { collection, createEngine } = await import('tablattice/node');
  const clock = { ms: epochMs };
  const endpoint = 'http://churn.test/api/availability';
  const engine = await createEngine({
    scope: 'churn',
    collections: { [collectionName]: collection({ endpoint, feed: `${endpoint}/changes` }) },
    poll: false,
    tabs: { memoryMs },
    now: () => clock.ms,
  });
  const orderBy = ['date', 'startTime'];
  const active = engine.view({ from: collectionName, where: { isActive: true }, orderBy, limit: 50 });
  active.subscribe(() => {});
  engine.view({ from: collectionName, where: { therapistId }, orderBy }).subscribe(() => {});
  return { engine, active, clock };
}

test('ten minutes of updates, creates and deletes do not grow the memory', async (t) => {
  setFlagsFromString('--expose-gc');
  globalThis.gc = runInNewContext('gc');
  watchWasmMemories();
  const { engine, active, clock } = await openChurned();
  t.after(() => engine.destroy());
  const texts = wireEvents(size, minutes * changesPerMinute, 'text');
  engine.collection(collectionName).load(firstList(size));
  const held = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const from = minute * changesPerMinute;
    for (const text of texts.slice(from, from + changesPerMinute)) {
      clock.ms += 1;
      engine.receive(text);
      await null; // a turn of its own: the listeners are told
    }
    held.push({ wasm: wasmBytes(), heap: (await heldBytes()) - wasmBytes() });
  }
  const { slots } = afterEvents(size, texts.length);
  assert.equal(engine.collection(collectionName).size, slots.length);
  assert.equal(active.get().total, slots.filter(({ isActive }) => isActive).length);
  const settled = held[memoryMs / changesPerMinute + 1];
  const last = held[minutes - 1];
  assert.ok(last.wasm <= settled.wasm * stepMax, `WebAssembly: ${held.map(({ wasm }) => wasm)}`);
  assert.ok(last.heap <= settled.heap * stepMax, `JavaScript: ${held.map(({ heap }) => heap)}`);
});
