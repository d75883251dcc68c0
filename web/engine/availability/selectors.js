/**
 * Selectors over `getState()`, in the shape of RTK's entity adapter. A derived list stays the same array while the
 * state that it comes from is the same.
 */
import { collectionName } from './row.js';

/** @typedef {import('./row.js').Availability} Availability */
/** @typedef {{ ids: string[], entities: Record<string, Availability>, status: string, loading?: boolean, error: any }} SliceState */

/** @type {WeakMap<SliceState, Availability[]>} */
const listsOf = new WeakMap();

/**
 * @param {any} state
 * @returns {SliceState}
 */
function sliceState(state) {
  return state[collectionName];
}

/** @param {any} state */
export function selectAvailabilityIds(state) {
  return sliceState(state).ids;
}

/** @param {any} state */
export function selectAvailabilityEntities(state) {
  return sliceState(state).entities;
}

/** @param {any} state */
export function selectAvailabilityTotal(state) {
  return sliceState(state).ids.length;
}

/**
 * @param {any} state
 * @param {string} id
 * @returns {Availability | undefined}
 */
export function selectAvailabilityById(state, id) {
  return sliceState(state).entities[id];
}

/**
 * @param {any} state
 * @returns {Availability[]} every slot, in the order of `ids`
 */
export function selectAllAvailability(state) {
  const slice = sliceState(state);
  let list = listsOf.get(slice);
  if (!list) listsOf.set(slice, (list = slice.ids.map((id) => slice.entities[id])));
  return list;
}

/**
 * @param {any} state
 * @param {string} therapistId
 */
export function selectAvailabilityByTherapist(state, therapistId) {
  return selectAllAvailability(state).filter((slot) => slot.therapistId === therapistId);
}

/**
 * @param {any} state
 * @returns {boolean} whether there are no slots yet; in a Redux store also whether `fetchAvailability` is under way
 */
export function selectAvailabilityLoading(state) {
  return sliceState(state).loading ?? sliceState(state).status === 'loading';
}

/**
 * @param {any} state
 * @returns {import('./create-thunk.js').Problem | null} why the last read failed; null: it did not
 */
export function selectAvailabilityError(state) {
  return sliceState(state).error;
}
