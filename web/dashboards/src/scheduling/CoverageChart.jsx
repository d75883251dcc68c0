import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

import { CoverageTable } from './CoverageTable.jsx';
import { weekCoverage } from './coverage.js';

const heightPixels = 180;

/**
 * The active hours of each day as bars; the same figures as a table for those who cannot see the bars.
 *
 * @param {object} props
 * @param {string} props.monday
 * @param {readonly import('../slots/slot-forms.js').Availability[]} props.rows
 */
export function CoverageChart({ monday, rows }) {
  const days = useMemo(() => weekCoverage(monday, rows), [monday, rows]);
  return (
    <section className="card coverage">
      <h2>Coverage per day</h2>
      <div className="coverage-chart" aria-hidden="true">
        <ResponsiveContainer width="100%" height={heightPixels}>
          <BarChart data={days} margin={{ top: 20, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="day" tickLine={false} axisLine={false} stroke="var(--text-soft)" fontSize={12} />
            <YAxis width={44} unit=" h" tickLine={false} axisLine={false} stroke="var(--text-soft)" fontSize={12} />
            <Tooltip cursor={{ fill: 'var(--hover)' }} content={ChartTip} />
            <Bar
              dataKey="hours"
              fill="var(--accent-fill)"
              radius={[4, 4, 0, 0]}
              maxBarSize={56}
              isAnimationActive={false}
            >
              <LabelList dataKey="hours" position="top" fill="var(--text)" fontSize={12} formatter={roundedHours} />
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
      <CoverageTable days={days} />
    </section>
  );
}

/** @param {any} hours */
function roundedHours(hours) {
  return hours > 0 ? Math.round(hours * 10) / 10 : '';
}

/** @param {{ active?: boolean, payload?: any }} props as recharts gives them */
function ChartTip({ active, payload }) {
  const day = /** @type {import('./coverage.js').DayCoverage | undefined} */ (payload?.[0]?.payload);
  if (!active || !day) return null;
  return (
    <p className="chart-tip">
      <strong>{day.day}</strong> {day.slots} slots, {roundedHours(day.hours) || 0} h
    </p>
  );
}
