import { useCallback, useSyncExternalStore } from 'react';

import { useEngine } from './engine-provider.js';
import { sharedViews } from './shared-views.js';

/**
 * A live query's result, by value of the query: write it inline, the view is opened anew only where the value differs,
 * and components with the same query share one view. The result and its rows keep their identity while they do not
 * change, so `React.memo` on a row component works.
 *
 * @template [Row=any]
 * @param {import('../index.js').Query} query
 * @returns {import('../index.js').ViewResult<Row>}
 */
export function useView(query) {
  const views = sharedViews(useEngine());
  const queryText = JSON.stringify(query);
  const subscribe = useCallback(
    (/** @type {() => void} */ listener) => views.subscribe(queryText, listener),
    [views, queryText],
  );
  const result = () => views.result(queryText);
  return useSyncExternalStore(subscribe, result, result);
}
