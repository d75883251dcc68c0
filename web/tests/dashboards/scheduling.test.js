import assert from 'node:assert/strict';
import test from 'node:test';

import { calendarEntries, shownHours } from '../../dashboards/src/scheduling/calendar-entries.js';
import { weekCoverage } from '../../dashboards/src/scheduling/coverage.js';
import { slot } from './slots.js';

test('each day of the week has its slots and hours', () => {
  const rows = [
    slot({ id: 'a', date: '2026-11-30' }),
    slot({ id: 'b', date: '2026-12-06', endTime: '10:30' }),
    slot({ id: 'c', date: '2026-12-06', startTime: '12:00', endTime: '13:00' }),
  ];
  const days = weekCoverage('2026-11-30', rows);
  assert.equal(days.length, 7);
  assert.deepEqual(days[0], { date: '2026-11-30', day: 'Mon 30 Nov', slots: 1, hours: 1 });
  assert.deepEqual(days[1], { date: '2026-12-01', day: 'Tue 1 Dec', slots: 0, hours: 0 });
  assert.deepEqual(days[6], { date: '2026-12-06', day: 'Sun 6 Dec', slots: 2, hours: 2.5 });
});

test('entries hold clock times without a zone, and a row that did not change keeps its entry', () => {
  const row = slot();
  const [entry] = calendarEntries([row]);
  assert.deepEqual(entry, {
    id: 'a',
    start: '2026-12-01T09:00',
    end: '2026-12-01T10:00',
    title: 'Amara Okafor',
    extendedProps: { row },
  });
  assert.equal(calendarEntries([row, slot({ id: 'b' })])[0], entry);
});

test('the time grid shows the working day, and the hours of early and late slots', () => {
  assert.deepEqual(shownHours([]), { from: '07:00', to: '21:00' });
  assert.deepEqual(shownHours([slot()]), { from: '07:00', to: '21:00' });
  const late = slot({ startTime: '05:45', endTime: '21:15' });
  assert.deepEqual(shownHours([slot(), late]), { from: '05:00', to: '22:00' });
  assert.deepEqual(shownHours([slot({ endTime: '23:30' })]), { from: '07:00', to: '24:00' });
});
