/** @typedef {import('./slot-filter.js').SlotFilter} SlotFilter */

const columns = /** @type {const} */ ([
  { field: 'therapistName', text: 'Therapist' },
  { field: 'date', text: 'Date' },
  { field: 'startTime', text: 'Time' },
  { field: 'notes', text: 'Notes' },
  { field: 'isActive', text: 'Active' },
]);

/**
 * The column titles; each sorts by its column, pressed again the other way round.
 *
 * @param {{ filter: SlotFilter, onFilter: (filter: SlotFilter) => void }} props
 */
export function SlotTableHead({ filter, onFilter }) {
  const direction = filter.descending ? 'descending' : 'ascending';
  return (
    <div className="slot-table-head" role="rowgroup">
      <div className="slot-table-columns" role="row" aria-rowindex={1}>
        {columns.map(({ field, text }) => (
          <div key={field} role="columnheader" aria-sort={filter.sortField === field ? direction : 'none'}>
            <button
              type="button"
              className="sort-button"
              onClick={() =>
                onFilter({ ...filter, sortField: field, descending: filter.sortField === field && !filter.descending })
              }
            >
              {text}
              <span className="sort-mark" aria-hidden="true" />
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
