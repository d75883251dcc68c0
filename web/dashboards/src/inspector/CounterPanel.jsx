import { useEngineStatus } from 'tablattice/react';

import { Figures } from './Figures.jsx';
import { counterGroups } from './counter-groups.js';

/** What the engine has counted since the page was opened. */
export function CounterPanel() {
  const { counters } = useEngineStatus();
  return counterGroups(counters).map(({ title, figures }) => (
    <section key={title} className="card panel">
      <h2>{title}</h2>
      <Figures figures={figures} />
    </section>
  ));
}
