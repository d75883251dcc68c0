import { memo } from 'react';

import { Choice } from '../shared/Choice.jsx';
import { TherapistSelect } from '../slots/TherapistSelect.jsx';

/** @typedef {import('./slot-filter.js').SlotFilter} SlotFilter */

const states = /** @type {const} */ ([
  { value: 'all', text: 'All' },
  { value: 'active', text: 'Active' },
  { value: 'inactive', text: 'Inactive' },
]);

const periods = /** @type {const} */ ([
  { value: 'upcoming', text: 'From today' },
  { value: 'past', text: 'Earlier' },
  { value: 'all', text: 'All days' },
]);

/**
 * Rendered again only when one of its properties changed, not with each row: it offers every therapist.
 *
 * @type {import('react').FunctionComponent<{
 *   filter: SlotFilter,
 *   therapists: ReadonlyMap<string, string>,
 *   onFilter: (filter: SlotFilter) => void,
 * }>}
 */
export const FilterBar = memo(function FilterBar({ filter, therapists, onFilter }) {
  const set = (/** @type {Partial<SlotFilter>} */ part) => onFilter({ ...filter, ...part });
  return (
    <search className="filters">
      <div className="filter" data-grow>
        <label htmlFor="filter-search">Search</label>
        <input
          id="filter-search"
          type="search"
          placeholder="Words in names and notes"
          value={filter.search}
          onChange={(event) => set({ search: event.target.value })}
        />
      </div>
      <div className="filter">
        <label htmlFor="filter-person">Person</label>
        <TherapistSelect
          attributes={{ id: 'filter-person' }}
          therapists={therapists}
          value={filter.therapistId}
          none="Everyone"
          onSelect={(therapistId) => set({ therapistId })}
        />
      </div>
      <Choice name="State" options={states} value={filter.state} onChoose={(state) => set({ state })} />
      <Choice name="Period" options={periods} value={filter.period} onChoose={(period) => set({ period })} />
    </search>
  );
});
