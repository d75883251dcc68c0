// What TypeScript infers of a store with a mounted engine. Checked by tsc; it never runs.
import { configureStore, createEntityAdapter, createSelector, createSlice } from '@reduxjs/toolkit';
import { collection, createEngine } from '../../engine/index.js';
import { createAvailability, type Availability } from '../../engine/availability/index.js';
import { mountEngine } from '../../engine/redux/index.js';

export async function inferred() {
  const collections = { availability: collection<Availability>({ endpoint: '/api/availability' }) };
  const engine = await createEngine({ scope: 'clinic:user-42', collections });
  const mounted = mountEngine(engine);
  const store = configureStore({
    reducer: { session: (state: { user: string } = { user: '' }) => state },
    middleware: (getDefault) => getDefault(mounted.middleware),
    enhancers: (getDefault) => getDefault().concat(mounted.enhancer),
    devTools: mounted.devTools,
  });
  const { availability, session } = store.getState();
  const user: string = session.user;
  const loading: boolean = availability.loading;
  const slot: Availability = availability.entities[user];
  type RootState = ReturnType<typeof store.getState>;
  const selectors = createEntityAdapter<Availability>().getSelectors((state: RootState) => state.availability);
  const slots: Availability[] = selectors.selectAll(store.getState());
  const ofEngine: Availability[] = createEntityAdapter<Availability>()
    .getSelectors()
    .selectAll(engine.getState().availability);
  const selectActive = createSelector([selectors.selectAll], (all) => all.filter(({ isActive }) => isActive));
  const dates: string[] = selectActive(store.getState()).map(({ date }) => date);
  createSlice({
    name: 'notice',
    initialState: '',
    reducers: {},
    extraReducers: (builder) =>
      builder
        .addCase(createAvailability.fulfilled, (_, { payload }) => payload.date)
        .addCase(createAvailability.rejected, (_, { payload }) => payload.message)
        .addMatcher(createAvailability.settled, () => ''),
  });
  const below = mountEngine(engine, { key: 'sync' });
  const other = configureStore({ reducer: () => ({}), enhancers: (getDefault) => getDefault().concat(below.enhancer) });
  const error: string | undefined = other.getState().sync.availability.error?.code;
  const saved: Availability = await store
    .dispatch(createAvailability({ therapistId: 'th-7', date: '2026-12-01', startTime: '09:00', endTime: '10:00' }))
    .unwrap();
  // @ts-expect-error: there is no such collection
  void store.getState().rooms;
  // @ts-expect-error: a row is not to be changed
  store.getState().availability.entities[user].date = '';
  return [loading, slot, slots, ofEngine, dates, error, saved];
}
