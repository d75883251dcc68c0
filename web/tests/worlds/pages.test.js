/** The simulation's worlds with the whole module in each tab. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { liveThrough, rangeOf, rungsAsked, textsOf } from './range.js';
import { World } from './world.js';

const worldsPerRung = 35;
const range = rangeOf(worldsPerRung);
const timeout = 60_000 + 3_000 * range.worlds;

/** Each must have happened on every rung: worlds without them are tame, and prove little. */
const wildness = [
  ...['401: session expired', 'attempts again', 'keys replayed', 'unknown outcomes', 'failures kept', 'rejections'],
  ...[
    'adopted mutations',
    'aliases',
    'digest repairs',
    'gaps',
    'leader locks stolen',
    'state transfers',
    'two leaders at once',
  ],
  ...[
    'bfcache returns',
    'thaws',
    'warm starts',
    'quota refused',
    'storage event lost',
    'message lost',
    'message reordered',
  ],
  ...['tab crashed', 'tab crashed between effects', 'tab reloaded', 'channel broken', 'channel cut', 'clock skewed'],
];

for (const rung of rungsAsked) {
  test(`${range.worlds} worlds from seed ${range.seed} on, ${rung} rung`, { timeout }, async (t) => {
    const { worlds, failures, happened } = await liveThrough('pages', rung, range, new World());
    t.diagnostic(Array.from(happened, ([kind, times]) => `${kind} ${times}`).join(', '));
    assert.equal(worlds, range.worlds);
    assert.deepEqual(textsOf(failures), []);
    const tame = wildness.filter((kind) => !happened.get(kind));
    if (range.worlds >= worldsPerRung) assert.deepEqual(tame, []);
  });
}
