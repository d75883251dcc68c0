import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { check } from 'tablattice/rules';
import { seedSlots } from '../../server/seed-slots.js';
import { seedStore } from '../../server/seed-store.js';
import { makeApp, runCommand, slot, temporaryFolder } from './harness.js';

const TODAY = '2026-12-01';
const DAY_MS = 24 * 60 * 60 * 1000;

test('the same seed and day make the same slots, another seed makes others', () => {
  const slots = [...seedSlots({ seed: 1, today: TODAY })];
  assert.deepEqual([...seedSlots({ seed: 1, today: TODAY })], slots);
  assert.notDeepEqual([...seedSlots({ seed: 2, today: TODAY })], slots);
});

test('forty therapists have a month of slots around today', () => {
  const slots = [...seedSlots({ seed: 1, today: TODAY })];
  assert.equal(new Set(slots.map(({ therapistId }) => therapistId)).size, 40);
  assert.equal(new Set(slots.map(({ therapistName }) => therapistName)).size, 40);
  assert.equal(new Set(slots.map(({ id }) => id)).size, slots.length);
  const days = slots.map(({ date }) => Date.parse(date)).sort((left, right) => left - right);
  assert.ok(days[0] < Date.parse(TODAY) && days[days.length - 1] > Date.parse(TODAY) + 14 * DAY_MS);
  assert.ok(days[days.length - 1] - days[0] <= 31 * DAY_MS);
  assert.ok(slots.length > 1000, `${slots.length} slots`);
  assert.ok(slots.some(({ isActive }) => !isActive) && slots.some(({ notes }) => notes !== ''));
});

test('every seeded slot passes the real checks, whatever the seed', async (t) => {
  for (let seed = 0; seed < 5; seed += 1) {
    const { store } = await makeApp(t);
    const added = seedStore(store, check, { seed, now: Date.parse(`${TODAY}T12:00:00Z`) });
    assert.equal(store.count(), added, `seed ${seed}`);
    assert.equal(store.revision().revision, added);
  }
});

test('a slot that the checks refuse stops the seeding and leaves nothing', async (t) => {
  const { store } = await makeApp(t);
  const refuse = () => ({ code: 'check_failed', message: 'No.', where: 'date' });
  assert.throws(() => seedStore(store, refuse), /makes a bad slot: No\. \(date\)/);
  assert.equal(store.revision().revision, 0);
});

test('a database that was written to is left alone, even when it is empty by now', async (t) => {
  const { store, call } = await makeApp(t);
  await call('POST', '/api/availability', { body: slot({ id: 'a' }) });
  await call('DELETE', '/api/availability/a');
  assert.equal(seedStore(store, check), 0);
  assert.equal(store.count(), 0);
});

test('the command seeds a new file, and leaves it alone the second time', async (t) => {
  const environment = { DATABASE_PATH: join(temporaryFolder(t), 'new folder/seeded.db') };
  const first = await runCommand(t, 'seed.js', { environment, parameters: ['7'] }).ended;
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /seeded\.db: \d{4} slots from seed 7\.\n$/);
  const second = await runCommand(t, 'seed.js', { environment }).ended;
  assert.equal(second.code, 1);
  assert.match(second.stderr, /has been written to before/);
});

test('the command refuses a seed that is no number', async (t) => {
  const environment = { DATABASE_PATH: join(temporaryFolder(t), 'unused.db') };
  const { code, stderr } = await runCommand(t, 'seed.js', { environment, parameters: ['abc'] }).ended;
  assert.equal(code, 1);
  assert.match(stderr, /^The seed must be a number/);
});
