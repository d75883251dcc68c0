/** The thunks that write and read availability. Each change shows in all tabs at once; the promise tells how it ended. */
import { createThunk } from './create-thunk.js';
import { collectionName } from './row.js';
import { selectAllAvailability } from './selectors.js';

/** @typedef {import('./row.js').Availability} Availability */
/** @typedef {import('./row.js').NewAvailability} NewAvailability */

/**
 * @param {import('../index.js').Engine} engine
 * @returns {import('../index.js').Collection<Availability>}
 */
function slots(engine) {
  return engine.collection(collectionName);
}

/** @param {import('./create-thunk.js').Work['op']} op */
const work = (op) => ({ collection: collectionName, op });

/**
 * Adds a slot; fulfilled with the server's row. The slice's checks refuse a bad one at once, before any request.
 *
 * @type {import('./create-thunk.js').ThunkCreator<Availability, NewAvailability>}
 */
export const createAvailability = createThunk('availability/createAvailability', work('create'), (engine, row) =>
  slots(engine).create(row),
);

/**
 * Changes some fields of a slot; fulfilled with the server's row.
 *
 * @type {import('./create-thunk.js').ThunkCreator<Availability, { id: string, changes: Partial<Availability> }>}
 */
export const updateAvailability = createThunk(
  'availability/updateAvailability',
  work('update'),
  (engine, { id, changes }) => slots(engine).update(id, changes),
);

/**
 * Deletes a slot; fulfilled with its id.
 *
 * @type {import('./create-thunk.js').ThunkCreator<string, string>}
 */
export const deleteAvailability = createThunk('availability/deleteAvailability', work('delete'), (engine, id) => {
  const deletion = slots(engine).delete(id);
  return Object.assign(
    deletion.then(() => id),
    { id, mutation: deletion.mutation },
  );
});

/**
 * Sees to it that the state is fresh; fulfilled with all slots. It asks the server only where the state is older than
 * the engine's `staleMs`, with `forceRefresh` always. Pages need it for a "Refresh" button at most: a started engine
 * fetches by itself.
 *
 * @type {import('./create-thunk.js').ThunkCreator<Availability[], { forceRefresh?: boolean } | undefined>}
 */
export const fetchAvailability = createThunk(
  'availability/fetchAvailability',
  work('fetch'),
  async (engine, options) => {
    await slots(engine).refresh({ force: options?.forceRefresh ?? false });
    return selectAllAvailability(engine.getState());
  },
);
