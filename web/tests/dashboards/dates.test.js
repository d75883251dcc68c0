import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import * as dates from '../../dashboards/src/shared/dates.js';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

// Among them the ends of the earth, and zones whose clocks change at midnight.
const zones = ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Santiago', 'Asia/Beirut', 'Europe/Berlin'];

for (const name of zones) {
  test(`dates are the same in ${name}`, () => {
    process.env.TZ = name;
    assert.equal(dates.longDate('2026-12-01'), 'Tuesday, 1 December 2026');
    assert.equal(dates.weekday('2026-03-29'), 'Sun');
    assert.equal(dates.weekStart('2026-11-22'), '2026-11-16');
    assert.deepEqual(dates.weekDays('2026-09-28').slice(-2), ['2026-10-03', '2026-10-04']);
    for (let day = 0, date = '2026-01-01'; day < 366; day += 1, date = dates.daysAfter('2026-01-01', day)) {
      assert.equal(date, new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
    }
  });
}

test('a week is named by its ends', () => {
  assert.equal(dates.weekTitle('2026-11-16'), '16 – 22 Nov 2026');
  assert.equal(dates.weekTitle('2026-11-30'), '30 Nov – 6 Dec 2026');
});

test('lengths are hours; bad times have none', () => {
  assert.equal(dates.hoursOf({ startTime: '09:15', endTime: '10:00' }), 0.75);
  assert.equal(dates.hoursOf({ startTime: 'nine', endTime: '10:00' }), 0);
  assert.equal(dates.hoursText(0.8333333), '0.83 h');
});

test('times are said as people say them; bad dates and times show what they hold', () => {
  assert.equal(dates.spokenTime('14:30'), '2:30 PM');
  assert.equal(dates.spokenTime('soon'), 'soon');
  assert.equal(dates.longDate('2026-02-30'), '2026-02-30');
});
