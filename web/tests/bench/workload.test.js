// The workload is the one that the page describes.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Random } from '../../server/random.js';
import { wireEvents } from '../../bench/workload/dashboard.js';
import { World } from '../../bench/workload/events.js';
import { listBody, randomSlots } from '../../bench/workload/slots.js';

const rows = 2000;
const events = 10_000;

function makeWorld() {
  const random = new Random(1);
  return new World(random, randomSlots(random, rows));
}

test('rows are about 240 bytes, events are mixed as described, and stale ones are old', () => {
  const world = makeWorld();
  const bytes = listBody(world.slots, rows).length / rows;
  assert.ok(bytes > 225 && bytes < 255, `${bytes} bytes a row`);
  const known = new Map(world.slots.map((slot) => [slot.id, slot.version]));
  const counts = { update: 0, create: 0, delete: 0, stale: 0 };
  for (const event of world.take(events)) {
    if (event.type === 'delete') {
      assert.ok(known.delete(event.id));
      counts.delete += 1;
      continue;
    }
    const version = known.get(event.row.id);
    if (event.stale) assert.ok(version !== undefined && version > event.row.version);
    counts[event.stale ? 'stale' : version === undefined ? 'create' : 'update'] += 1;
    if (!event.stale) known.set(event.row.id, event.row.version);
  }
  const near = (/** @type {number} */ count, /** @type {number} */ share) => Math.abs(count / events - share) < 0.02;
  assert.ok(near(counts.update + counts.stale, 0.6) && near(counts.create, 0.2) && near(counts.delete, 0.2));
  assert.ok(counts.stale > 30 && counts.stale < 100, `${counts.stale} stale`);
  assert.deepEqual(new Set(world.slots.map(({ id }) => id)), new Set(known.keys()));
});

test('the same seed makes the same bytes', () => {
  const size = { rows: 100, seed: 7 };
  assert.deepEqual(wireEvents(size, 200, 'text'), wireEvents(size, 200, 'text'));
  assert.notDeepEqual(wireEvents(size, 200, 'text'), wireEvents({ ...size, seed: 8 }, 200, 'text'));
});
