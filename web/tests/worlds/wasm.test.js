/** The simulation's engines and the compiled WebAssembly, call by call: what the one gives, the other gives to the byte. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { loadModule } from '../../engine/load.js';
import { liveThrough, rangeOf, rungsAsked } from './range.js';
import { Replay } from './replay.js';

const wasm = await readFile(new URL('../../engine/generated/tablattice.wasm', import.meta.url));
const range = { ...rangeOf(20), trace: false };
const callsPerWorldLeast = 200;

for (const rung of rungsAsked) {
  test(
    `${range.worlds} worlds from seed ${range.seed} on, ${rung} rung`,
    { timeout: 60_000 + 1_000 * range.worlds },
    async () => {
      const replay = new Replay(await loadModule({ wasm }));
      const broken = /** @type {string[]} */ ([]);
      let world = 0;
      const begin = (/** @type {number} */ seed) => void (world = seed);
      const hear = (/** @type {any} */ line) => {
        const difference = replay.repeat(line);
        if (difference !== undefined) broken.push(`world ${world}: ${difference}`);
      };
      // What breaks a native world is another test's; only differences count here.
      const { worlds } = await liveThrough('recorded', rung, range, { begin, hear });
      assert.equal(worlds, range.worlds);
      assert.deepEqual(broken.slice(0, 3), []);
      assert.ok(replay.calls > callsPerWorldLeast * worlds, `only ${replay.calls} calls were compared`);
    },
  );
}
