import { useCallback } from 'react';

import { TablatticeError } from '../errors.js';
import { jsonText } from '../text.js';
import { emptyEngine, emptyResult } from './empty-engine.js';
import { useEngine, useGivenEngine } from './engine-provider.js';
import { sharedViews } from './shared-views.js';
import { useTracked } from './tracked.js';
import { withTypes } from './with-types.js';

/**
 * A live query's result, by value of the query: write it inline, the view is opened anew only where the value differs,
 * and components with the same query share one view. The component renders again when a member of the result that it
 * reads has changed; rows keep their identity while they do not change, so `React.memo` on a row component works.
 * On a server, and while its page is hydrated, there are no rows and `status` is `'loading'`.
 *
 * `useView.withTypes<typeof engine>()` is the same hook; TypeScript then infers rows and aggregates from the engine's
 * collections, and checks names and paths.
 *
 * @type {import('./hook-types.js').UseView}
 */
export const useView = withTypes(function useView(query) {
  const views = sharedViews(useEngine());
  const queryText = jsonText(query, 'query', { strict: true });
  const subscribe = useCallback(
    (/** @type {() => void} */ listener) => views.subscribe(queryText, listener),
    [views, queryText],
  );
  return useTracked(subscribe, () => views.result(queryText), emptyResult);
});

/**
 * `useView` that suspends until the rows have been read once: the nearest `<Suspense>` shows its fallback, a transition
 * keeps the old screen. Where the first read fails it throws the TablatticeError to the nearest error boundary; a later
 * failure leaves the rows and shows in `error`. It belongs below a `<Suspense>`: a server renders the fallback, and the page
 * goes on in the browser.
 *
 * @type {import('./hook-types.js').UseView}
 */
export const useSuspenseView = withTypes(function useSuspenseView(query) {
  const { engine, coming } = useGivenEngine();
  const result = useView(query);
  if (globalThis.window === undefined) throw renderedInBrowser();
  if (coming) throw coming;
  if (engine === emptyEngine) throw renderedInBrowser();
  if (result.status === 'loading') throw sharedViews(engine).loaded(jsonText(query, 'query', { strict: true }));
  if (result.status === 'error' && result.fetchedAt === null) throw result.error;
  return result;
});

/** React's servers send the fallback for whatever is thrown; Next.js, which builds pages ahead, goes by the digest. */
function renderedInBrowser() {
  const message =
    'useSuspenseView knows no rows where there is no engine (engine={null}) or no browser; what its <Suspense> surrounds is rendered in the browser, once the engine is there.';
  const error = new TablatticeError({ code: 'engine_missing', message, where: 'useSuspenseView' });
  return Object.assign(error, { digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING' });
}
