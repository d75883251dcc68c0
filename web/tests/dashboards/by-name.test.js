import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareNames } from '../../dashboards/src/shared/by-name.js';

test('names are listed as people read them: numbers by value, letters whatever their marks and case', () => {
  const names = ['th-10', 'Zoë', 'th-2', 'amara', 'Élise', 'Zora', 'Beatriz'];
  assert.deepEqual(names.sort(compareNames), ['amara', 'Beatriz', 'Élise', 'th-2', 'th-10', 'Zoë', 'Zora']);
});
