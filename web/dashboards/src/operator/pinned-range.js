import { defaultRangeExtractor } from '@tanstack/react-virtual';

/**
 * The rows to render: those in sight, the focused one, and those whose form is open.
 * Without those, scrolling would drop the keyboard focus and close forms.
 *
 * @param {import('@tanstack/react-virtual').Range} range
 * @param {import('../slots/slot-items.js').SlotItem[]} items
 * @param {string | null} focusedId
 * @returns {number[]} ascending
 */
export function pinnedRange(range, items, focusedId) {
  const indexes = new Set(defaultRangeExtractor(range));
  items.forEach(({ row, form }, index) => {
    if (form || row.id === focusedId) indexes.add(index);
  });
  return [...indexes].filter((index) => index < items.length).sort((left, right) => left - right);
}
