import { configureStore } from '@reduxjs/toolkit';
import { createApi } from './api.js';
import {
  availabilityReducer,
  fetchAvailability,
  syncAvailabilityCreated,
  syncAvailabilityDeleted,
  syncAvailabilityUpdated,
} from './availability-slice.js';
import { noticeReducer } from './notice-slice.js';
import { createSyncService } from './sync-service.js';

/**
 * @param {{ fetch?: (url: string, init?: RequestInit) => Promise<Response>, pollMs?: number,
 *   channel?: import('./sync-service.js').Channel }} [options]
 */
export function openStore({
  fetch = (url, init) => globalThis.fetch(url, init),
  channel = new BroadcastChannel('availability'),
  pollMs = 5000,
} = {}) {
  const syncService = createSyncService(channel);
  const store = configureStore({
    reducer: { availability: availabilityReducer, notice: noticeReducer },
    middleware: (getDefault) => getDefault({ thunk: { extraArgument: { api: createApi(fetch), syncService } } }),
  });
  syncService.subscribe('availability_created', (row) => store.dispatch(syncAvailabilityCreated(row)));
  syncService.subscribe('availability_updated', (row) => store.dispatch(syncAvailabilityUpdated(row)));
  syncService.subscribe('availability_deleted', (row) => store.dispatch(syncAvailabilityDeleted(row)));
  const poll = () => store.dispatch(fetchAvailability({ forceRefresh: true }));
  const timer = setInterval(poll, pollMs);
  return { store, syncService, close: () => clearInterval(timer) };
}
