import { useDeferredValue, useMemo, useState } from 'react';

import { FilterBar } from './FilterBar.jsx';
import { SlotTable } from './SlotTable.jsx';
import { Totals } from './Totals.jsx';
import { initialFilter, orderOf, searched, whereOf } from './slot-filter.js';
import { numberText } from '../shared/counted.js';
import { today } from '../shared/dates.js';
import { RefreshButton } from '../shared/RefreshButton.jsx';
import { ViewState } from '../shared/ViewState.jsx';
import { AvailabilityManager } from '../slots/AvailabilityManager.jsx';
import { useAllSlots } from '../slots/use-all-slots.js';
import { useTherapists } from '../slots/use-therapists.js';

/** All therapists' slots: search, filters, sort, totals, and a list that renders only the rows in sight. */
export function OperatorDashboard() {
  const [filter, setFilter] = useState(initialFilter);
  const { therapists } = useTherapists();
  const { sortField, descending } = filter;
  const orderBy = useMemo(() => orderOf({ sortField, descending }), [sortField, descending]);
  const where = whereOf(filter, today());
  const view = useAllSlots({ where, orderBy });
  const search = useDeferredValue(filter.search);
  const rows = useMemo(() => searched(view.rows, search), [view.rows, search]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>Operator</h1>
          <p className="page-lead">Everybody's availability, live in all tabs.</p>
        </div>
        <Totals where={where} found={rows === view.rows ? null : rows} />
      </header>
      <FilterBar filter={filter} therapists={therapists} onFilter={setFilter} />
      <ViewState view={view} />
      <AvailabilityManager
        rows={rows}
        orderBy={orderBy}
        therapists={therapists}
        therapistId={filter.therapistId}
        renderList={(list) => (
          <SlotTable {...list} filter={filter} onFilter={setFilter} ready={view.status === 'ready'} />
        )}
      >
        <RefreshButton />
        <p className="shown-count">{numberText(rows.length)} shown</p>
      </AvailabilityManager>
    </>
  );
}
