/**
 * Three tabs and another user write at random over a network that breaks at random, from a seed. Afterwards every tab shows
 * what the server has, each accepted write was made, on the feed exactly once, and what was refused has left nothing. Meanwhile
 * no tab of the upper rungs shows an older row after a newer one. `STORM_SEED=… node --test` repeats a storm's choices; how
 * the requests interleave is the machine's.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Random } from '../../server/random.js';
import { converge, fastPoll, openSite, openTabs, rungs, slot, takeErrors } from './ladder.js';

/** @typedef {import('./ladder.js').Tab} Tab */
/** @typedef {import('tablattice').Write<any>} Write */

const seed = Number(process.env.STORM_SEED ?? Date.now() % 2 ** 31);
const stepsCount = 80;

/** What a write may be refused with in this storm: the row is gone, or its fate was not known and the row does not show it. */
const expectedRefusals = ['rejected', 'outcome_unknown'];

/**
 * Notes each row that a tab shows with a lower version than it did before.
 *
 * @param {Tab} tab
 */
function watchSteps({ engine, slots }) {
  const steps = /** @type {string[]} */ ([]);
  const greatest = new Map();
  engine.subscribe(() => {
    for (const key of slots.keys()) {
      const { version = 0 } = slots.get(key) ?? {};
      const before = greatest.get(key) ?? 0;
      if (version !== 0 && version < before) steps.push(`${key}: ${before}, then ${version}`);
      greatest.set(key, Math.max(before, version));
    }
  });
  return steps;
}

/** @param {Error} error why another user's write failed */
const isGone = ({ message }) => assert.match(message, /: 404 /);

/** One storm: what happens next, by the seed. */
class Storm {
  /** @type {Write[]} */
  writes = [];
  number = 0;

  /**
   * @param {import('./ladder.js').Site} site
   * @param {Tab[]} tabs
   * @param {Random} random
   */
  constructor(site, tabs, random) {
    this.site = site;
    this.tabs = tabs;
    this.random = random;
  }

  /**
   * From now on some calls are cut, and of some the answer is lost.
   *
   * @param {Random} random not the one that chooses the steps: how many calls there are is not the seed's to say
   */
  begin(random) {
    const { network } = this.site;
    network.cut(() => random.chance(0.06), Infinity);
    network.lose(() => random.chance(0.1), Infinity);
  }

  end() {
    this.site.network.faults.length = 0;
  }

  async step() {
    const { random, tabs } = this;
    if (random.chance(0.2)) await this.otherUser();
    else this.write(random.pick(tabs));
    if (random.chance(0.5)) await nextTurn();
    if (random.chance(0.2)) await Promise.allSettled(this.writes.slice(-2));
  }

  /** @param {Tab} tab */
  write({ slots }) {
    const { random, writes } = this;
    const keys = slots.keys();
    if (keys.length < 3 || random.chance(0.2)) return void writes.push(slots.create(slot((this.number += 1))));
    const id = random.pick(keys);
    if (random.chance(0.15)) return void writes.push(slots.delete(id));
    const isActive = random.chance(0.5);
    writes.push(slots.update(id, random.chance(0.5) ? { isActive } : { notes: `note ${random.bits()}` }));
  }

  async otherUser() {
    const { random, site } = this;
    const rows = await site.list();
    if (rows.length < 3) return site.add(slot((this.number += 1)));
    const { id } = random.pick(rows);
    // A tab's request may have deleted the row since the list.
    await (random.chance(0.2) ? site.remove(id) : site.change(id, { notes: `other ${random.bits()}` })).catch(isGone);
  }

  /** @returns {Promise<string[]>} the names of the writes that were accepted; asserts that the others had a reason */
  async accepted() {
    const outcomes = await Promise.allSettled(this.writes);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of refused) assert.ok(expectedRefusals.includes(reason.code), String(reason.stack));
    return this.writes
      .filter((_, index) => outcomes[index].status === 'fulfilled')
      .map(({ mutation }) => String(mutation));
  }
}

for (const rung of rungs) {
  test(`${rung}: a storm ends with all tabs as the server has it (STORM_SEED=${seed})`, async (t) => {
    const site = await openSite(t);
    const { tabs } = await openTabs(site, rung, 3, { options: { poll: fastPoll } });
    const steps = tabs.map(watchSteps);
    const storm = new Storm(site, tabs, new Random(seed));
    storm.begin(new Random(seed + 1));
    for (let count = 0; count < stepsCount; count += 1) await storm.step();
    storm.end();
    const accepted = await storm.accepted();
    await converge(site, rung, tabs);
    assert.ok(accepted.length > stepsCount / 4, `only ${accepted.length} writes were accepted`);
    if (rung === 'feed') await assertExactlyOnce(site, storm, accepted);
    if (rung !== 'plain') assert.deepEqual(steps.flat(), []);
    for (const tab of tabs) for (const code of takeErrors(tab)) assert.equal(code, 'network_error');
  });
}

/**
 * The feed names the mutation that caused each change.
 *
 * @param {import('./ladder.js').Site} site
 * @param {Storm} storm
 * @param {string[]} accepted
 */
async function assertExactlyOnce(site, { writes }, accepted) {
  const carriedOut = /** @type {string[]} */ (await site.mutations());
  assert.equal(new Set(carriedOut).size, carriedOut.length, 'none twice');
  const strangers = carriedOut.filter((name) => !accepted.includes(name));
  assert.deepEqual(strangers, [], 'none that was refused');
  const missing = new Set(accepted.filter((name) => !carriedOut.includes(name)));
  const deletions = writes.filter(({ mutation }) => missing.has(String(mutation)));
  const rows = new Set((await site.list()).map(({ id }) => id));
  // A deletion of what another user had deleted is accepted, and changes nothing.
  for (const { id } of deletions) assert.equal(rows.has(String(id)), false, `${id} is still there`);
}
