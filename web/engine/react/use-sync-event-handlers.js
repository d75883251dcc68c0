import { useEffect } from 'react';

import { useEngine } from './engine-provider.js';

/**
 * Attaches this tab to everything it follows (other tabs, storage events, polls, activity) while the component is
 * mounted: `engine.start()` on mount, `engine.stop()` on unmount. Mount it once, at the root, over an engine made with
 * `autoStart: false`. It is the one place where an application listens: a tab without it does not follow.
 */
export function useSyncEventHandlers() {
  const engine = useEngine();
  useEffect(() => {
    engine.start();
    return () => engine.stop();
  }, [engine]);
}
