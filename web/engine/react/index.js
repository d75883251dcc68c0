/**
 * `tablattice/react`: the engine in React components. Hooks over `useSyncExternalStore`; no JSX, no build step.
 *
 * ```jsx
 * const engine = createEngine({ …, autoStart: false });      // or null, on a server
 * root.render(<EngineProvider engine={engine}><App /></EngineProvider>);
 *
 * function App() {
 *   useSyncEventHandlers();                                  // once, at the root: this tab now follows the others
 *   const { rows, status } = useView({ from: 'availability', orderBy: 'date' });
 *   const dispatch = useDispatch();                          // takes actions and thunks
 *   …
 * }
 * ```
 */
export { EngineProvider, useEngine } from './engine-provider.js';
export { useDispatch } from './use-dispatch.js';
export { useEngineStatus, useFailures, usePending } from './use-engine-status.js';
export { useRow } from './use-row.js';
export { useSyncEventHandlers } from './use-sync-event-handlers.js';
export { useSyncEvents } from './use-sync-events.js';
export { useSuspenseView, useView } from './use-view.js';
