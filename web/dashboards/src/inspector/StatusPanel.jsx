import { useEngineStatus } from 'tablattice/react';

import { Figures } from './Figures.jsx';
import { clockTime } from './clock-time.js';

/** Who this tab is, whether it leads, how it polls, and its counters. */
export function StatusPanel() {
  const { client, leader, online, outdated, auth, poll, counters } = useEngineStatus();
  const state = [
    ['Client', client.slice(0, 8)],
    ['Role', roleText(leader)],
    ['Connection', online ? 'online' : 'offline'],
    ['Signed in', auth === 'ok' ? 'yes' : 'expired'],
    ['Version', outdated ? 'outdated' : 'current'],
    ['Poll', poll.mode],
    ['Next poll', poll.nextAt === null ? 'none' : clockTime(poll.nextAt)],
    ['Failed polls', poll.failures],
  ];
  return (
    <>
      <section className="card panel">
        <h2>Engine</h2>
        <Figures figures={/** @type {[string, string | number][]} */ (state)} />
      </section>
      <section className="card panel">
        <h2>Counters</h2>
        <Figures figures={Object.entries(counters)} />
      </section>
    </>
  );
}

/** @param {boolean | null} leader null where the engine elects none, so that every tab reads for itself */
function roleText(leader) {
  if (leader === null) return 'reads for itself';
  return leader ? 'leader' : 'follower';
}
