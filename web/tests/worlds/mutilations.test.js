/** The mutilations run on request only; that the engine has moved away from under one is told with every test run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mutilations } from '../../../native-tests/mutilations/index.js';

import { inRoot } from '../../tools/paths.js';

test("what each mutilation replaces stands once in the engine's sources", () => {
  const stale = mutilations.filter(({ file, find }) => readFileSync(inRoot(file), 'utf8').split(find).length !== 2);
  assert.deepEqual(
    stale.map(({ name }) => name),
    [],
  );
});
