/**
 * What a screen reader's user hears of changes that others make. Short: who, when, what happened.
 *
 * @typedef {import('tablattice').SyncEventRecord} SyncEventRecord
 * @typedef {{ number: number, text: string }} Announcement
 */
import { dayOfMonth, spokenTime } from '../shared/dates.js';

/** Beyond this many changes in one event only their number is told. */
const toldOneByOneMax = 3;

/**
 * The events that bring news from elsewhere, and not what this tab's user did. Of another tab's mutation only the
 * mutation itself and its refusal are told; the row that confirms it says nothing new.
 *
 * @param {SyncEventRecord} record
 */
function isForeign({ source, event }) {
  if (event.kind === 'rows') return true;
  if (source === 'dispatch' || source === 'response') return false;
  return event.kind === 'mutation' || (event.kind === 'outcome' && event.outcome === 'rejected');
}

/**
 * @param {SyncEventRecord} record
 * @param {number} slotsCount how many slots this tab now has
 * @returns {string[]}
 */
export function announcementsOf(record, slotsCount) {
  const { changes } = record;
  const loading = changes.length === slotsCount && changes.every(({ change }) => change === 'created');
  if (!isForeign(record) || (loading && record.event.kind === 'rows')) return [];
  if (changes.length > toldOneByOneMax) return [`${changes.length} slots were changed elsewhere.`];
  return changes.map(({ change, row }) => `${subject(row)} was ${words[change]} elsewhere.`);
}

const words = { created: 'added', updated: 'changed', deleted: 'deleted' };

/** @param {import('tablattice/availability').Availability} row */
function subject(row) {
  const { therapistId, therapistName = therapistId, date, startTime, endTime } = row;
  return `A slot of ${therapistName} on ${dayOfMonth(date)}, ${spokenTime(startTime)} to ${spokenTime(endTime)},`;
}
