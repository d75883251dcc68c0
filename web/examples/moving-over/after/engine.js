import { collection, createEngine } from 'tablattice';

/** The engine of this tab: who shares its state, and where its rows come from. */
export const openEngine = () =>
  createEngine({
    scope: 'moving-over:user-1',
    collections: {
      availability: collection({
        endpoint: '/api/availability',
        feed: '/api/availability/changes',
        slice: 'availability',
      }),
    },
    onError: (error) => console.error(error.code, error.message),
  });
