import assert from 'node:assert/strict';
import test from 'node:test';

import { collection, createEngine } from 'tablattice/node';

import { apiOf } from '../../dashboards/src/app/api.js';

const rungs = /** @type {const} */ (['feed', 'versioned', 'plain']);

for (const rung of rungs) {
  test(`a page with ?rung=${rung} asks the API for it, and its engine stands on it`, async (t) => {
    const asked = /** @type {string[]} */ ([]);
    const { scope, options } = apiOf(rung);
    const engine = await createEngine({
      scope,
      collections: { availability: collection({ slice: 'availability', ...options }) },
      poll: false,
      fetch: async (url) => {
        asked.push(url);
        return new Response('[]', { headers: { 'content-type': 'application/json' } });
      },
    });
    t.after(() => engine.destroy());
    await engine.collection('availability').refresh();
    assert.deepEqual(asked, [`/api/availability?rung=${rung}`]);
    assert.equal(engine.status().rungs.availability, rung);
  });
}

test('tabs of different rungs are in different scopes', () => {
  assert.equal(new Set(rungs.map((rung) => apiOf(rung).scope)).size, rungs.length);
});
