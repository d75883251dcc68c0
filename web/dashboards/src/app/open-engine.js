import { collection, createEngine } from 'tablattice';

import { apiOf } from './api.js';

/**
 * The engine of one page. It is not started: `useSyncEventHandlers`, mounted once at the page's root, does that.
 *
 * @param {import('./settings.js').Settings} settings
 * @param {import('./services.js').Services} services
 */
export function openEngine(settings, { signIn, reports }) {
  const { scope, options } = apiOf(settings.rung);
  return createEngine({
    scope,
    collections: { availability: collection({ key: 'id', slice: 'availability', ...options }) },
    onUnauthorized: signIn.ask,
    onError: reports.add,
    autoStart: false,
    ...(settings.poll === undefined ? {} : { poll: settings.poll }),
  });
}
