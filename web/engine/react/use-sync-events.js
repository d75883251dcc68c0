import { useCallback, useEffect, useState } from 'react';

import { useEngine } from './engine-provider.js';

/**
 * The latest sync events, newest first, as `engine.events` tells them: time, source, verdict, what they changed.
 * Events from before the component was mounted are not known. The engine traces only while somebody reads it.
 *
 * @param {number} eventsMax how many are kept
 * @returns {{ events: import('../index.js').SyncEventRecord[], clear: () => void }}
 */
export function useSyncEvents(eventsMax) {
  const engine = useEngine();
  const [events, setEvents] = useState(/** @type {import('../index.js').SyncEventRecord[]} */ ([]));
  useEffect(
    () => engine.events((record) => setEvents((earlier) => [record, ...earlier].slice(0, eventsMax))),
    [engine, eventsMax],
  );
  const clear = useCallback(() => setEvents([]), []);
  return { events, clear };
}
