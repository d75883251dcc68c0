import { useView } from 'tablattice/react';

/** @typedef {import('tablattice/availability').Availability} Availability */

/**
 * A live view over availability.
 *
 * @param {Omit<import('tablattice').Query<'availability', Availability>, 'from'>} query
 * @returns {import('tablattice').ViewResult<Availability>}
 */
export function useSlots(query) {
  return useView({ from: 'availability', ...query });
}
