import assert from 'node:assert/strict';
import test from 'node:test';

import { carriedSearch, readSettings } from '../../dashboards/src/app/settings.js';

test('without settings the defaults hold', () => {
  assert.deepEqual(readSettings(''), { poll: undefined, follow: true, rung: 'feed', therapistId: null });
});

test('polling can be slowed and switched off', () => {
  assert.deepEqual(readSettings('?poll=3600000').poll, { activeMs: 3600000, idleMs: 3600000 });
  assert.equal(readSettings('?poll=off').poll, false);
});

for (const poll of ['', '999', '1e99', '-5000', '1500.5', 'soon']) {
  test(`poll=${poll} is refused by name`, () => {
    assert.throws(() => readSettings(`?poll=${poll}`), /The setting “poll”/);
  });
}

test('a tab can be told not to follow', () => {
  assert.equal(readSettings('?follow=off').follow, false);
  assert.throws(() => readSettings('?follow=no'), /The setting “follow”/);
});

test('a page can be told on which rung the API is', () => {
  for (const rung of ['feed', 'versioned', 'plain']) assert.equal(readSettings(`?rung=${rung}`).rung, rung);
  for (const text of ['', 'top', 'Feed']) assert.throws(() => readSettings(`?rung=${text}`), /The setting “rung”/);
});

test('links carry the settings on, but not whose slots are shown', () => {
  assert.equal(carriedSearch('?id=th-1&poll=off&rung=plain'), '?poll=off&rung=plain');
  assert.equal(carriedSearch('?id=th-1'), '');
});
