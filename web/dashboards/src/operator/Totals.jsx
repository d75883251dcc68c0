import { useMemo } from 'react';

import { numberText } from '../shared/counted.js';
import { hoursOf } from '../shared/dates.js';
import { useSlots } from '../slots/use-slots.js';
import { hoursOfCounts } from './active-hours.js';

/** @typedef {import('tablattice/availability').Availability} Availability */

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
 * @param {object} props
 * @param {import('tablattice').Where<Availability>} props.where what is shown
 * @param {readonly Availability[] | null} props.found of that, what a search has found; null where nothing is searched
 */
export function Totals({ where, found }) {
  const { total, aggregates } = useSlots(query);
  const activeHours = useActiveHours(where, found);
  const figures = [
    { name: 'Slots', value: total },
    { name: 'Active', value: aggregates.perState.get(true) ?? 0 },
    { name: 'Therapists', value: aggregates.perTherapist.size },
    { name: 'Active hours shown', value: Math.round(activeHours) },
  ];
  return (
    <dl className="totals">
      {figures.map(({ name, value }) => (
        <div key={name} className="total">
          <dt>{name}</dt>
          <dd>{numberText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * Of all rows the engine counts how many begin and end when, so that a change costs the same however many there are.
 *
 * @param {import('tablattice').Where<Availability>} where
 * @param {readonly Availability[] | null} found
 */
function useActiveHours(where, found) {
  const { aggregates } = useSlots({
    where: { $and: [where, { isActive: true }] },
    limit: 0,
    aggregates: { starts: { op: 'count', groupBy: 'startTime' }, ends: { op: 'count', groupBy: 'endTime' } },
  });
  const { starts, ends } = aggregates;
  const ofFound = useMemo(() => found?.reduce((sum, row) => sum + (row.isActive ? hoursOf(row) : 0), 0), [found]);
  return ofFound ?? hoursOfCounts(starts, ends);
}
