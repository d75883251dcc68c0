import { useEngineStatus } from 'tablattice/react';

import { Figures } from './Figures.jsx';
import { clockTime } from './clock-time.js';

/** Who this tab is, whom it follows, and how it polls. */
export function StatusPanel() {
  const { client, leader, role, online, outdated, auth, poll } = useEngineStatus();
  return (
    <section className="card panel">
      <h2>Engine</h2>
      <Figures
        figures={[
          ['Client', client.slice(0, 8)],
          ['Role', role],
          ['Leader', leaderText(leader, client)],
          ['Connection', online ? 'online' : 'offline'],
          ['Signed in', auth === 'ok' ? 'yes' : 'expired'],
          ['Version', outdated ? 'outdated' : 'current'],
          ['Poll', poll.mode],
          ['Next poll', poll.nextAt === null ? 'none' : clockTime(poll.nextAt)],
          ['Failed polls', poll.failures],
        ]}
      />
    </section>
  );
}

/**
 * @param {string | null} leader
 * @param {string} client this tab
 */
function leaderText(leader, client) {
  if (leader === null) return 'not known';
  return leader === client ? 'this tab' : leader.slice(0, 8);
}
