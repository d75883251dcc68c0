/** The proof that the worlds can fail: a host that is wrong in one place is caught in one of them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { mutilations } from './mutilations.js';
import { liveThrough, textsOf } from './range.js';
import { World } from './world.js';

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
