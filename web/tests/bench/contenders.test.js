// Every contender of the benchmark shows what the definition of the views says, after every single event and after each poll.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deserialize } from 'node:v8';

import { contenders, loadContender } from '../../bench/contenders/index.js';
import { Random } from '../../server/random.js';
import { World } from '../../bench/workload/events.js';
import { Readers } from '../../bench/workload/readers.js';
import { listBody, randomSlots } from '../../bench/workload/slots.js';
import { checkShown } from '../../bench/workload/views.js';
import { encodeEvent, feedBody } from '../../bench/workload/wire.js';

const rows = 500;
const events = 150;
const pollChanges = 100;
const seed = Number(process.env.BENCH_SEED ?? Math.floor(Math.random() * 2 ** 32));

for (const contender of Object.values(contenders)) {
  test(`${contender.name} shows the brute-force answer after every event (seed ${seed})`, async (t) => {
    const random = new Random(seed);
    const world = new World(random, randomSlots(random, rows));
    const readers = new Readers();
    const { open } = await loadContender(contender);
    const dashboard = await open(readers);
    t.after(() => dashboard.close());
    await dashboard.ingest(listBody(world.slots, world.revision));
    checkShown(dashboard.shown(), readers, world.slots);
    for (let number = 1; number <= events; number += 1) {
      const wire = encodeEvent(contender.wire, world.next(), number);
      await dashboard.receive(contender.wire === 'clone' ? deserialize(wire) : wire);
      checkShown(dashboard.shown(), readers, world.slots);
    }
    await dashboard.pollFeed(feedBody(world.take(pollChanges), world.revision));
    checkShown(dashboard.shown(), readers, world.slots);
    world.take(pollChanges);
    await dashboard.pollList(listBody(world.slots, world.revision));
    checkShown(dashboard.shown(), readers, world.slots);
  });
}

test('a contender that shows one row too few, or told nobody, is caught', async () => {
  const slots = randomSlots(new Random(seed), rows);
  const readers = new Readers();
  const { open } = await loadContender(contenders.handwritten);
  const dashboard = await open(readers);
  await dashboard.ingest(listBody(slots, rows));
  const shown = dashboard.shown();
  checkShown(shown, readers, slots);
  assert.throws(() => checkShown({ ...shown, active: shown.active.slice(1) }, readers, slots), /It shows/);
  assert.throws(() => checkShown({ ...shown, perTherapist: new Map() }, readers, slots), /It shows/);
  assert.throws(() => checkShown(shown, new Readers(), slots), /It shows/);
});
