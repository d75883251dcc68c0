import { syncAvailabilityActions } from 'tablattice/availability';
import { useSyncEvents } from 'tablattice/react';

import { clockTime } from './clock-time.js';
import { kindText, rowsText } from './event-text.js';

/** How many events are kept. */
const eventsMax = 200;

/** Sync events as they come, newest first. */
export function EventLog() {
  const { events, clear } = useSyncEvents(eventsMax);
  return (
    <section className="card log">
      <div className="log-head">
        <h2>Sync events</h2>
        <button type="button" className="button" data-size="small" onClick={clear}>
          Clear
        </button>
      </div>
      <div className="log-scroll" tabIndex={0} role="group" aria-label="Sync events">
        <table className="log-table">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Source</th>
              <th scope="col">Kind</th>
              <th scope="col">Row</th>
              <th scope="col">Verdict</th>
              <th scope="col">Shows as</th>
            </tr>
          </thead>
          <tbody>
            {events.map((record, index) => (
              <EventRow key={events.length - index} record={record} />
            ))}
          </tbody>
        </table>
        {events.length === 0 && <p className="panel-empty">Nothing yet. Change a slot in any tab.</p>}
      </div>
    </section>
  );
}

/** @param {{ record: import('tablattice').SyncEventRecord }} props */
function EventRow({ record }) {
  const actions = [...new Set(syncAvailabilityActions(record).map(({ type }) => type.split('/')[1]))];
  return (
    <tr data-verdict={record.verdict}>
      <td className="log-time">{clockTime(record.at)}</td>
      <td>{record.source}</td>
      <td>{kindText(record)}</td>
      <td className="log-rows">{rowsText(record)}</td>
      <td>
        <span className="verdict">{record.verdict}</span>
      </td>
      <td className="log-actions">{actions.join(', ')}</td>
    </tr>
  );
}
