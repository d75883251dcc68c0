/**
 * `tablattice/availability`: the availability slice in the words of a Redux Toolkit application.
 *
 * ```js
 * const dispatch = thunkDispatch(engine);                       // or useDispatch() of tablattice/react, or a Redux store
 * const row = await dispatch(createAvailability({ therapistId: 'th-7', … })).unwrap();
 * const action = await dispatch(updateAvailability({ id: row.id, changes: { isActive: false } }));
 * if (updateAvailability.rejected.match(action)) show(action.payload.message);
 * await dispatch(deleteAvailability(row.id)).unwrap();
 * await dispatch(fetchAvailability({ forceRefresh: true }));
 * selectAllAvailability(engine.getState());
 * onSyncAvailability(engine, (action) => syncAvailabilityCreated.match(action) && highlight(action.payload.id));
 * ```
 *
 * The engine must hold the collection under the name `availability`.
 *
 * @typedef {import('./thunk-dispatch.js').ThunkDispatch} ThunkDispatch
 * @typedef {import('./row.js').Availability} Availability
 * @typedef {import('./row.js').NewAvailability} NewAvailability
 * @typedef {import('./create-thunk.js').Problem} Problem
 */
export { thunkDispatch } from './thunk-dispatch.js';
export {
  selectAllAvailability,
  selectAvailabilityById,
  selectAvailabilityByTherapist,
  selectAvailabilityEntities,
  selectAvailabilityError,
  selectAvailabilityIds,
  selectAvailabilityLoading,
  selectAvailabilityTotal,
} from './selectors.js';
export {
  onSyncAvailability,
  syncAvailabilityActions,
  syncAvailabilityCreated,
  syncAvailabilityDeleted,
  syncAvailabilityUpdated,
} from './sync-actions.js';
export { createAvailability, deleteAvailability, fetchAvailability, updateAvailability } from './thunks.js';
