// Node and the test runners: what crosses goes to a second engine.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { prepareProject, runScript } from './support/project.js';

/** @param {string} name */
const runTests = async (name) => runScript(await prepareProject(name), 'test');

describe('a change crosses to a second engine', () => {
  it('in Node, where no code may be made from strings: from tablattice, /node and /inline', async () => {
    const output = await runTests('node');
    const result = { listed: ['Green'], crossed: ['Blue', 'Green'] };
    assert.deepEqual(JSON.parse(output.trim().split('\n').at(-1) ?? ''), [result, result, result]);
  });

  it('in Vitest, and in the page that jsdom shows', async () => {
    assert.match(await runTests('vitest'), /Tests\s+2 passed \(2\)/);
  });

  it('in Jest, and beside the page that jsdom shows', async () => {
    assert.match(await runTests('jest'), /Tests:\s+2 passed, 2 total/);
  });
});
