import { useSlots } from './use-slots.js';

/** @type {Parameters<typeof useSlots>[0]} */
const query = {
  limit: 0,
  aggregates: { names: { op: 'max', field: 'therapistName', groupBy: 'therapistId' } },
};

/**
 * The therapists that any slot names, as a live view: it carries no rows over, only the names.
 *
 * @returns {{ therapists: ReadonlyMap<string, string>, status: 'loading' | 'ready' | 'error', error: any }} names by id
 */
export function useTherapists() {
  const { aggregates, status, error } = useSlots(query);
  return { therapists: aggregates.names, status, error };
}

/**
 * @param {ReadonlyMap<string, string | null>} therapists
 * @param {string} id
 * @returns {string} the therapist's name, else the id
 */
export function therapistName(therapists, id) {
  return therapists.get(id) || id;
}
