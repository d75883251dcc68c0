// The one timer, in a page that is seen and in one that is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Timer } from '../../engine/timer.js';
import { standInPage } from './page.js';

const inNextTask = () =>
  new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });

/**
 * @param {import('node:test').TestContext} t
 * @param {'visible' | 'hidden'} visibilityState of the page, whose timers ring when they are told to
 */
function makeTimer(t, visibilityState) {
  standInPage(t).page.visibilityState = visibilityState;
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
  const rung = /** @type {number[]} */ ([]);
  const timer = new Timer(
    () => void rung.push(Date.now()),
    () => Date.now(),
  );
  return { timer, rung };
}

for (const state of /** @type {const} */ (['visible', 'hidden'])) {
  test(`in a ${state} page it rings when its time has come, and only the last time that was set counts`, (t) => {
    const { timer, rung } = makeTimer(t, state);
    timer.set(1100);
    timer.set(1200);
    t.mock.timers.tick(199);
    assert.deepEqual(rung, []);
    t.mock.timers.tick(1);
    assert.deepEqual(rung, [1200]);
    timer.set(1300);
    timer.set(null);
    t.mock.timers.tick(1000);
    assert.deepEqual(rung, [1200]);
  });
}

test("in a hidden page what is due at once does not wait for the page's timers, which are late", async (t) => {
  const { timer, rung } = makeTimer(t, 'hidden');
  timer.set(1000);
  await inNextTask();
  assert.deepEqual(rung, [1000]);
  timer.set(900);
  timer.set(null);
  await inNextTask();
  assert.deepEqual(rung, [1000]);
});

test('in a visible page it is a timer all the same: the page has its turns in between', async (t) => {
  const { timer, rung } = makeTimer(t, 'visible');
  timer.set(1000);
  await inNextTask();
  assert.deepEqual(rung, []);
  t.mock.timers.tick(0);
  assert.deepEqual(rung, [1000]);
});
