import assert from 'node:assert/strict';
import test from 'node:test';

import { counterGroups } from '../../dashboards/src/inspector/counter-groups.js';

test('each counter is shown once, in its group, whatever order it comes in', () => {
  const counters = { adopted: 1, beats: 2, joined: 3, malformed: 4, reads: 5, stale: 6, steals: 7 };
  assert.deepEqual(counterGroups(counters), [
    {
      title: 'Facts',
      figures: [
        ['joined', 3],
        ['stale', 6],
        ['malformed', 4],
      ],
    },
    {
      title: 'Traffic',
      figures: [
        ['beats', 2],
        ['reads', 5],
      ],
    },
    {
      title: 'Repairs',
      figures: [
        ['adopted', 1],
        ['steals', 7],
      ],
    },
  ]);
});

test('a counter that is not known here is shown all the same, and an empty group is not', () => {
  assert.deepEqual(counterGroups({ somersaults: 1 }), [{ title: 'Traffic', figures: [['somersaults', 1]] }]);
});
