import { useMemo } from 'react';

import { hoursOf } from '../shared/dates.js';
import { useSlots } from '../slots/use-slots.js';

/** @type {Parameters<typeof useSlots>[0]} */
const query = {
  limit: 0,
  aggregates: {
    perState: { op: 'count', groupBy: 'isActive' },
    perTherapist: { op: 'count', groupBy: 'therapistId' },
  },
};

/**
 * Totals over all slots, kept by the engine's aggregates, and the active hours of those that are shown.
 *
 * @param {{ shown: readonly import('../slots/slot-forms.js').Availability[] }} props
 */
export function Totals({ shown }) {
  const { total, aggregates } = useSlots(query);
  const hours = useMemo(() => shown.reduce((sum, row) => sum + (row.isActive ? hoursOf(row) : 0), 0), [shown]);
  const figures = [
    { name: 'Slots', value: total },
    { name: 'Active', value: aggregates.perState.get(true) ?? 0 },
    { name: 'Therapists', value: aggregates.perTherapist.size },
    { name: 'Active hours shown', value: Math.round(hours) },
  ];
  return (
    <dl className="totals">
      {figures.map(({ name, value }) => (
        <div key={name} className="total">
          <dt>{name}</dt>
          <dd>{value.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}
