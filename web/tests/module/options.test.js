// What of the options reaches the engine, and what stays with the host.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createMemoryCache, createMemoryStorage } from '../../engine/index.js';
import { openScripted } from './scripted-engine.js';

test('the engine gets its options as they were given, and none of the host', async (t) => {
  const { heard } = await openScripted(t, {
    scope: 'clinic:user-42',
    identity: 'user-42',
    identify: () => 'user-42',
    tabs: { beatMs: 500, stealMs: 10_000 },
    poll: false,
    collections: { slots: { endpoint: '/api/slots', persist: true, list: {}, feed: '/api/changes' } },
    cache: createMemoryCache(),
    storage: createMemoryStorage(),
    random: (count) => new Uint8Array(count).fill(7),
  });
  assert.deepEqual(heard.config, {
    client: '07'.repeat(16),
    seed: '07'.repeat(32),
    scope: 'clinic:user-42',
    identity: 'user-42',
    tabs: { beatMs: 500, stealMs: 10_000 },
    poll: false,
    visible: true,
    online: true,
    locks: false,
    collections: { slots: { persist: true, feed: true } },
  });
});
