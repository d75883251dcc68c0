/**
 * The API as a page speaks to it, by rung of the ladder (web/server/README.md): the scope of its engine and what its
 * collection is told.
 *
 * Each rung is a scope of its own. A tab without versions has nothing to tell a tab that needs them, so tabs of one rung follow
 * each other at once, and see what those of another rung did with their next poll.
 *
 * @typedef {Pick<import('tablattice').CollectionOptions, 'endpoint' | 'feed' | 'version' | 'ifMatch'>} ApiOptions
 */

const path = '/api/availability';
const scope = 'availability-demo';

/**
 * @param {import('./settings.js').Rung} rung
 * @returns {{ scope: string, options: ApiOptions }}
 */
export function apiOf(rung) {
  const query = `?rung=${rung}`;
  const endpoint = path + query;
  if (rung === 'plain') return { scope: `${scope}:plain`, options: { endpoint, version: null } };
  if (rung === 'versioned') return { scope: `${scope}:versioned`, options: { endpoint, ifMatch: true } };
  return { scope, options: { endpoint, feed: `${path}/changes${query}` } };
}
