import { defaultRangeExtractor } from '@tanstack/react-virtual';

/**
 * The rows to render: those in sight, the focused one, and those whose form is open.
 * Without those, scrolling would drop the keyboard focus and close forms.
 *
 * @param {import('@tanstack/react-virtual').Range} range
 * @param {number[]} pinned the places of those others
 * @param {number} count of all rows
 * @returns {number[]} ascending
 */
export function pinnedRange(range, pinned, count) {
  const indexes = new Set([...defaultRangeExtractor(range), ...pinned]);
  return [...indexes].filter((index) => index < count).sort((left, right) => left - right);
}
