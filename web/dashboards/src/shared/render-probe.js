import { useEffect } from 'react';

/**
 * Tells `window.onRowRendered`, where a page has such a function, each time that a row's component was rendered: by it
 * the tests (and whoever measures) count that one change renders one row.
 *
 * @param {string} id the row's
 */
export function useRenderProbe(id) {
  useEffect(() => {
    /** @type {any} */ (window).onRowRendered?.(id);
  });
}
