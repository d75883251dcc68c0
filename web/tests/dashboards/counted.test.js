import assert from 'node:assert/strict';
import test from 'node:test';

import { counted, numberText } from '../../dashboards/src/shared/counted.js';

test('thousands stand apart', () => {
  const texts = [0, 7, 999, 1000, 12_345, 100_000, 1_234_567, -1000].map(numberText);
  assert.deepEqual(texts, ['0', '7', '999', '1,000', '12,345', '100,000', '1,234,567', '-1,000']);
});

test('a noun follows its number', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => counted(count, 'slot')),
    ['0 slots', '1 slot', '2 slots'],
  );
});
