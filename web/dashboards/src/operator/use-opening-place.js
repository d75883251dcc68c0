import { useLayoutEffect, useRef } from 'react';

import { today } from '../shared/dates.js';

/**
 * Opens a list that is sorted by date at today, once, when its rows have come. The days before are a scroll away.
 *
 * @param {import('../slots/slot-items.js').SlotItems} items
 * @param {import('./slot-filter.js').SlotFilter} filter
 * @param {boolean} ready whether all rows have come
 * @param {(index: number, options: { align: 'start' }) => void} scrollToIndex
 */
export function useOpeningPlace(items, { sortField, descending }, ready, scrollToIndex) {
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || !ready || items.length === 0) return;
    opened.current = true;
    if (sortField !== 'date' || descending) return;
    const now = today();
    const index = items.rows.findIndex((row) => row.date >= now);
    if (index > 0) scrollToIndex(index, { align: 'start' });
  }, [items, sortField, descending, ready, scrollToIndex]);
}
