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
    const index = firstOf(items.rows, today());
    if (index > 0 && index < items.length) scrollToIndex(index, { align: 'start' });
  }, [items, sortField, descending, ready, scrollToIndex]);
}

/**
 * @param {readonly import('../slots/slot-forms.js').Availability[]} rows by date
 * @param {string} date
 * @returns {number} the place of the first row of that date or a later one; where there is none, how many rows there are
 */
export function firstOf(rows, date) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle].date < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
