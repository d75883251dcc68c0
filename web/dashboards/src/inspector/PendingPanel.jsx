import { usePending } from 'tablattice/react';

import { clockTime } from './clock-time.js';

/** The outbox: mutations that wait for their answer. */
export function PendingPanel() {
  const pending = usePending();
  return (
    <section className="card panel">
      <h2>Outbox</h2>
      {pending.length === 0 && <p className="panel-empty">Nothing waits for an answer.</p>}
      <ul className="outbox">
        {pending.map(({ name, collection, key, type, attempts, at }) => (
          <li key={name}>
            <strong>
              {collection}/{type}
            </strong>{' '}
            {String(key).slice(0, 8)} · since {clockTime(at)} · {attempts} attempts
          </li>
        ))}
      </ul>
    </section>
  );
}
