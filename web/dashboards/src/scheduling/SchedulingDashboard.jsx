import { useState } from 'react';

import { CoverageChart } from './CoverageChart.jsx';
import { WeekBar } from './WeekBar.jsx';
import { WeekCalendar } from './WeekCalendar.jsx';
import { daysAfter, today, weekStart } from '../shared/dates.js';
import { ViewState } from '../shared/ViewState.jsx';
import { useSlots } from '../slots/use-slots.js';
import { useTherapists } from '../slots/use-therapists.js';

/** @type {import('tablattice').Query<'availability', import('tablattice/availability').Availability>['orderBy']} */
const orderBy = ['date', 'startTime', 'endTime', 'therapistName'];

/** The week's active slots in a calendar, and how well each day is covered. */
export function SchedulingDashboard() {
  const [monday, setMonday] = useState(() => weekStart(today()));
  const [therapistId, setTherapistId] = useState('');
  const [layout, setLayout] = useState(/** @type {import('./WeekCalendar.jsx').Layout} */ ('days'));
  const { therapists } = useTherapists();
  const view = useSlots({
    where: { isActive: true, date: { gte: monday, lt: daysAfter(monday, 7) }, ...(therapistId ? { therapistId } : {}) },
    orderBy,
  });
  return (
    <>
      <WeekBar
        monday={monday}
        total={view.total}
        therapists={therapists}
        therapistId={therapistId}
        layout={layout}
        onWeek={setMonday}
        onTherapist={setTherapistId}
        onLayout={setLayout}
      />
      <ViewState view={view} />
      <CoverageChart monday={monday} rows={view.rows} />
      <WeekCalendar monday={monday} rows={view.rows} layout={layout} />
    </>
  );
}
