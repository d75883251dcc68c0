/** The pages only show state and dispatch actions: whatever listens, fetches or waits is the engine's. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../dashboards/src', import.meta.url));
const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => /\.jsx?$/.test(name));

const forbidden = [
  /\bfetch\(/,
  /\bXMLHttpRequest\b/,
  /\bWebSocket\b/,
  /\bEventSource\b/,
  /\bBroadcastChannel\b/,
  /\blocalStorage\b/,
  /\baddEventListener\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\brequest(AnimationFrame|IdleCallback)\b/,
];

test('the components are found', () => {
  assert.ok(names.includes(join('slots', 'AvailabilityManager.jsx')), names.join());
});

for (const name of names) {
  test(`${name} subscribes to nothing, fetches nothing and sets no timer`, () => {
    const text = readFileSync(join(sources, name), 'utf8');
    for (const pattern of forbidden) assert.doesNotMatch(text, pattern);
  });
}

test('useSyncEventHandlers is mounted in one place', () => {
  const calls = names.filter((name) => /\buseSyncEventHandlers\(\)/.test(readFileSync(join(sources, name), 'utf8')));
  assert.deepEqual(calls, [join('app', 'mount-page.jsx')]);
});
