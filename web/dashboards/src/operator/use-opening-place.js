import { useLayoutEffect, useRef } from 'react';

import { today } from '../shared/dates.js';

/**
 * Opens a list that is sorted by date at today, once, when its first rows have come. The days before are a scroll away.
 *
 * @param {import('../slots/slot-items.js').SlotItem[]} items
 * @param {import('./slot-filter.js').SlotFilter} filter
 * @param {(index: number, options: { align: 'start' }) => void} scrollToIndex
 */
export function useOpeningPlace(items, { sortField, descending }, scrollToIndex) {
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || items.length === 0) return;
    opened.current = true;
    if (sortField !== 'date' || descending) return;
    const now = today();
    const index = items.findIndex(({ row }) => row.date >= now);
    if (index > 0) scrollToIndex(index, { align: 'start' });
  }, [items, sortField, descending, scrollToIndex]);
}
