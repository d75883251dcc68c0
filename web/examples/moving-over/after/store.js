import { configureStore } from '@reduxjs/toolkit';
import { mountEngine } from 'tablattice/redux';
import { createSyncService } from 'tablattice/sync-service';
import { noticeReducer } from './notice-slice.js';

/** @param {Awaited<ReturnType<typeof import('./engine.js').openEngine>>} engine */
export function openStore(engine) {
  const mounted = mountEngine(engine);
  const store = configureStore({
    reducer: { notice: noticeReducer },
    middleware: (getDefault) => getDefault(mounted.middleware),
    enhancers: (getDefault) => getDefault().concat(mounted.enhancer),
    devTools: mounted.devTools,
  });
  return { store, syncService: createSyncService(engine) };
}
