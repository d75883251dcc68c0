import { useMemo } from 'react';

import { OwnSlot } from './OwnSlot.jsx';
import { longDate, today } from '../shared/dates.js';

/**
 * A therapist's slots by day: from today on first, then the days that are over. One flat list, each day's heading
 * inside its first item, so that a slot which moves to another day keeps its element, its open form and the focus.
 *
 * @param {import('../slots/AvailabilityManager.jsx').SlotListProps & { ready: boolean }} props
 */
export function OwnSlots({ items, therapists, actions, ready }) {
  const ordered = useMemo(() => byDay(items.all(), today()), [items]);
  if (ready && items.length === 0)
    return <p className="empty">No slots yet. “Add availability” makes the first one.</p>;
  return (
    <ul className="own-slots">
      {ordered.map(({ item, section, heading }) => (
        <OwnSlot
          key={item.row.id}
          {...item}
          section={section}
          heading={heading}
          therapists={therapists}
          actions={actions}
        />
      ))}
    </ul>
  );
}

/**
 * @param {import('../slots/slot-items.js').SlotItem[]} items by date
 * @param {string} now a date
 * @returns {{ item: import('../slots/slot-items.js').SlotItem, section: string, heading: string }[]} section and heading
 *   are '' but for the first item below each
 */
function byDay(items, now) {
  const upcoming = items.filter(({ row }) => row.date >= now);
  const past = items.filter(({ row }) => row.date < now);
  return [...withHeadings(upcoming, ''), ...withHeadings(past, 'Earlier days')];
}

/**
 * @param {import('../slots/slot-items.js').SlotItem[]} items
 * @param {string} section
 */
function withHeadings(items, section) {
  return items.map((item, index) => ({
    item,
    section: index === 0 ? section : '',
    heading: items[index - 1]?.row.date === item.row.date ? '' : longDate(item.row.date),
  }));
}
