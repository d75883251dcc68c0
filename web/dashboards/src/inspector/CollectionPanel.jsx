import { useEngineStatus } from 'tablattice/react';

import { Figures } from './Figures.jsx';
import { clockTime } from './clock-time.js';

/** Each collection: its state, size, rung, and when it was last read whole. */
export function CollectionPanel() {
  const { collections, rungs } = useEngineStatus();
  return Object.entries(collections).map(([name, { status, fetching, size, fetchedAt, error }]) => (
    <section key={name} className="card panel">
      <h2>Collection “{name}”</h2>
      <Figures
        figures={[
          ['State', fetching ? `${status}, fetching` : status],
          ['Rows', size],
          ['Rung', rungs[name] ?? 'not known yet'],
          ['Last read', fetchedAt === null ? 'never' : clockTime(fetchedAt)],
        ]}
      />
      {error && <p className="problem">{error.message}</p>}
    </section>
  ));
}
