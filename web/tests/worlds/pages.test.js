/** The simulation's worlds with the whole module in each tab, and the proof that they can fail. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { mutilations } from './mutilations.js';
import { liveThrough, rangeOf, rungsAsked } from './range.js';
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

const textsOf = (/** @type {{ text: string }[]} */ failures) => failures.map((each) => each.text);

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

for (const { name, rung = 'feed' } of process.env.WORLD_SEED === undefined ? mutilations : []) {
  test(`a host that ${name} is caught`, async (t) => {
    const args = [fileURLToPath(new URL('mutilated.js', import.meta.url)), name];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const { worlds, failures } = JSON.parse(await text(child.stdout));
    assert.equal(failures.length, 1, `not in ${worlds} worlds`);
    const [{ seed, text: failure }] = failures;
    t.diagnostic(`${worlds} worlds: ${failure.slice(0, 200)}`);
    const unharmed = await liveThrough('pages', rung, { seed, worlds: 1, trace: false }, new World());
    assert.deepEqual(textsOf(unharmed.failures), []);
  });
}
