import { collection, createEngine } from 'tablattice';

/**
 * The engine of one page. It is not started: `useSyncEventHandlers`, mounted once at the page's root, does that.
 *
 * @param {import('./settings.js').Settings} settings
 * @param {import('./services.js').Services} services
 */
export function openEngine(settings, { signIn, reports }) {
  return createEngine({
    scope: 'availability-demo',
    collections: {
      availability: collection({
        key: 'id',
        version: 'version',
        endpoint: '/api/availability',
        feed: '/api/availability/changes',
        slice: 'availability',
      }),
    },
    onUnauthorized: signIn.ask,
    onError: reports.add,
    autoStart: false,
    ...(settings.poll === undefined ? {} : { poll: settings.poll }),
  });
}
