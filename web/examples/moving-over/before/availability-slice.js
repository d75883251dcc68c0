import { createAsyncThunk, createEntityAdapter, createSlice } from '@reduxjs/toolkit';

/** @typedef {import('tablattice/availability').Availability} Availability */
/** @typedef {import('tablattice/availability').NewAvailability} NewAvailability */
/** @typedef {{ api: import('./api.js').Api, syncService: import('./sync-service.js').SyncService }} Services */
/** @typedef {{ extra: Services, state: { availability: State } }} Setting */
/** @typedef {ReturnType<typeof slice.getInitialState>} State */

const adapter = /** @type {typeof createEntityAdapter<Availability>} */ (createEntityAdapter)();

/** @type {import('@reduxjs/toolkit').AsyncThunk<Availability[], { forceRefresh?: boolean } | undefined, Setting>} */
export const fetchAvailability = createAsyncThunk(
  'availability/fetchAvailability',
  (options, { extra }) => /** @type {Services} */ (extra).api.list(),
  {
    condition: (options, { getState }) =>
      Boolean(options?.forceRefresh) || /** @type {any} */ (getState()).availability.ids.length === 0,
  },
);

/** @type {import('@reduxjs/toolkit').AsyncThunk<Availability, NewAvailability, Setting>} */
export const createAvailability = createAsyncThunk('availability/createAvailability', async (slot, { extra }) => {
  const { api, syncService } = /** @type {Services} */ (extra);
  const saved = await api.create(slot);
  syncService.broadcastWithImmediate('availability_created', saved);
  return saved;
});

/** @type {import('@reduxjs/toolkit').AsyncThunk<Availability, { id: string, changes: Partial<Availability> }, Setting>} */
export const updateAvailability = createAsyncThunk(
  'availability/updateAvailability',
  async ({ id, changes }, { extra }) => {
    const { api, syncService } = /** @type {Services} */ (extra);
    const saved = await api.update(id, changes);
    syncService.broadcastWithImmediate('availability_updated', saved);
    return saved;
  },
);

/** @type {import('@reduxjs/toolkit').AsyncThunk<string, string, Setting>} */
export const deleteAvailability = createAsyncThunk('availability/deleteAvailability', async (id, { extra }) => {
  const { api, syncService } = /** @type {Services} */ (extra);
  await api.delete(id);
  syncService.broadcastWithImmediate('availability_deleted', { id });
  return id;
});

const slice = createSlice({
  name: 'availability',
  initialState: adapter.getInitialState({
    loading: false,
    error: /** @type {{ message?: string } | null} */ (null),
  }),
  reducers: {
    syncAvailabilityCreated: adapter.upsertOne,
    syncAvailabilityUpdated: adapter.upsertOne,
    syncAvailabilityDeleted: (state, { payload }) => adapter.removeOne(state, payload.id),
  },
  extraReducers: (builder) =>
    builder
      .addCase(fetchAvailability.pending, (state) => void (state.loading = true))
      .addCase(fetchAvailability.fulfilled, (state, { payload }) => {
        adapter.setAll(state, payload);
        Object.assign(state, { loading: false, error: null });
      })
      .addCase(fetchAvailability.rejected, (state, { error }) => void Object.assign(state, { loading: false, error }))
      .addCase(createAvailability.fulfilled, (state, { payload }) => adapter.upsertOne(state, payload))
      .addCase(updateAvailability.fulfilled, (state, { payload }) => adapter.upsertOne(state, payload))
      .addCase(deleteAvailability.fulfilled, (state, { payload }) => adapter.removeOne(state, payload)),
});

export const availabilityReducer = slice.reducer;
export const { syncAvailabilityCreated, syncAvailabilityUpdated, syncAvailabilityDeleted } = slice.actions;
export const { selectAll: selectAllAvailability } = adapter.getSelectors(
  (/** @type {{ availability: State }} */ { availability }) => availability,
);
