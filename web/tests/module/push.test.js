/** A message that a server pushes: the form that web/docs/host-contract.md gives it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { collection } from 'tablattice/node';

import { Backend, origin } from './backend.js';
import { openTab, quiet, slotOptions } from './tabs.js';

const page = readFileSync(new URL('../../docs/host-contract.md', import.meta.url), 'utf8');
const [, documented] = /### A push[^]*?```json\n([^]*?)```/.exec(page) ?? [];

/** @param {import('node:test').TestContext} t */
async function start(t) {
  const asked = /** @type {string[]} */ ([]);
  const ahead = JSON.parse(documented).at + 60 - Date.now();
  const availability = collection(slotOptions);
  const { engine } = await openTab(t, new Backend(), {
    collections: { availability, slots: collection(slotOptions) },
    now: () => Date.now() + ahead,
    async fetch(url) {
      asked.push(url);
      return Response.json({ cursor: 9, revision: 9, rows: [], tombstones: [] });
    },
  });
  const slots = engine.collection('availability');
  const rows = [
    { id: 'a-1', version: 3 },
    { id: 'a-2', version: 7 },
  ];
  slots.load(JSON.stringify({ revision: 7, rows }));
  return { engine, slots, asked };
}

test('the documented push shows at once, and the next poll asks for what came after it', async (t) => {
  const { engine, slots, asked } = await start(t);
  for (let time = 0; time < 2; time += 1) engine.receive(documented);
  assert.deepEqual(slots.get('a-1'), { id: 'a-1', version: 8, therapistId: 'th-7' });
  assert.deepEqual(slots.keys(), ['a-1']);
  assert.deepEqual(asked, []);
  await slots.refresh({ force: true });
  assert.deepEqual(asked, [`${origin}/api/slots/changes?since=9`]);
});

test('a push that comes before another does not hide what that one says', async (t) => {
  const { engine, slots } = await start(t);
  const early = JSON.parse(documented);
  early.events[0] = { ...early.events[0], from: 9, to: 10, gone: [], rows: [{ id: 'a-1', version: 10 }] };
  engine.receive(JSON.stringify(early));
  engine.receive(documented);
  await quiet();
  assert.equal(slots.get('a-1')?.version, 10);
  assert.equal(slots.has('a-2'), false);
});
