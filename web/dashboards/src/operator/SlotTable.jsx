import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef, useState } from 'react';

import { createItemKeys } from './item-keys.js';
import { pinnedRange } from './pinned-range.js';
import { SlotTableHead } from './SlotTableHead.jsx';
import { SlotTableRow } from './SlotTableRow.jsx';
import { useOpeningPlace } from './use-opening-place.js';

const rowHeightPixels = 57;
const overscanRows = 8;

/**
 * The operator's list as a table of which only the rows in sight exist, and besides them the row that has the focus and
 * those whose form is open. Rendered again only when one of its properties changed, not with the totals above it.
 *
 * @type {import('react').FunctionComponent<import('../slots/AvailabilityManager.jsx').SlotListProps & {
 *   filter: import('./slot-filter.js').SlotFilter,
 *   onFilter: (filter: import('./slot-filter.js').SlotFilter) => void,
 *   ready: boolean,
 * }>}
 */
export const SlotTable = memo(function SlotTable({ items, therapists, actions, filter, onFilter, ready }) {
  const viewport = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [focusedId, setFocusedId] = useState(/** @type {string | null} */ (null));
  const [itemKeys] = useState(createItemKeys);
  const pinned = useMemo(() => items.pinned(focusedId), [items, focusedId]);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPixels,
    overscan: overscanRows,
    getItemKey: itemKeys(items.rows),
    rangeExtractor: (range) => pinnedRange(range, pinned, items.length),
  });
  useOpeningPlace(items, filter, ready, virtualizer.scrollToIndex);
  return (
    <div className="slot-table" role="table" aria-label="Availability" aria-rowcount={items.length + 1}>
      <SlotTableHead filter={filter} onFilter={onFilter} />
      <div
        ref={viewport}
        className="slot-table-viewport"
        role="rowgroup"
        onFocus={(event) => setFocusedId(rowIdOf(event.target))}
        onBlur={() => setFocusedId(null)}
      >
        <div className="slot-table-space" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, key }) => (
            <SlotTableRow
              key={key}
              {...items.at(index)}
              index={index}
              start={start}
              measure={virtualizer.measureElement}
              therapists={therapists}
              actions={actions}
            />
          ))}
        </div>
      </div>
      {ready && items.length === 0 && <p className="empty">No slot matches.</p>}
    </div>
  );
});

/** @param {Element} element */
function rowIdOf(element) {
  return element.closest('[data-slot-id]')?.getAttribute('data-slot-id') ?? null;
}
