import assert from 'node:assert/strict';
import test from 'node:test';

import { initialFilter, orderOf, searched, whereOf } from '../../dashboards/src/operator/slot-filter.js';
import { firstOf } from '../../dashboards/src/operator/use-opening-place.js';
import { hoursOfCounts } from '../../dashboards/src/operator/active-hours.js';
import { slot } from './slots.js';

test('the search finds all its words in name or notes, in any case', () => {
  const rows = [
    slot({ id: 'a', notes: 'Room 2' }),
    slot({ id: 'b', therapistName: 'Zoë Martin', notes: undefined }),
    slot({ id: 'c', therapistName: undefined, notes: 'room' }),
  ];
  const found = (/** @type {string} */ search) => searched(rows, search).map(({ id }) => id);
  assert.deepEqual(found('ROOM'), ['a', 'c']);
  assert.deepEqual(found('okafor room'), ['a']);
  assert.deepEqual(found('zoë'), ['b']);
  assert.equal(searched(rows, '  '), rows);
});

test('filters become the query', () => {
  assert.deepEqual(whereOf(initialFilter, '2026-12-01'), {});
  const where = whereOf({ ...initialFilter, therapistId: 'th-7', state: 'inactive', period: 'upcoming' }, '2026-12-01');
  assert.deepEqual(where, { therapistId: 'th-7', isActive: false, date: { gte: '2026-12-01' } });
});

test('the chosen column decides, the others break ties', () => {
  const order = orderOf({ sortField: 'startTime', descending: true });
  assert.deepEqual(order, ['-startTime', 'date', 'therapistName']);
});

test('hours are summed from how many slots begin and end when', () => {
  const starts = new Map([
    ['09:00', 2],
    ['13:15', 1],
  ]);
  const ends = new Map([
    ['10:00', 1],
    ['10:30', 1],
    ['13:45', 1],
  ]);
  assert.equal(hoursOfCounts(starts, ends), 1 + 1.5 + 0.5);
  assert.equal(hoursOfCounts(new Map(), new Map()), 0);
});

test('a list opens at its first row of today, or of the first day after', () => {
  const rows = ['2026-11-30', '2026-12-01', '2026-12-01', '2026-12-03'].map((date) => slot({ date }));
  const places = ['2026-01-01', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'].map((date) =>
    firstOf(rows, date),
  );
  assert.deepEqual(places, [0, 1, 3, 3, 4]);
  assert.equal(firstOf([], '2026-12-01'), 0);
});
