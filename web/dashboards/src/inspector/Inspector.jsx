import { CollectionPanel } from './CollectionPanel.jsx';
import { CounterPanel } from './CounterPanel.jsx';
import { EventLog } from './EventLog.jsx';
import { PendingPanel } from './PendingPanel.jsx';
import { ReportPanel } from './ReportPanel.jsx';
import { StatusPanel } from './StatusPanel.jsx';
import { RefreshButton } from '../shared/RefreshButton.jsx';
import { FailureList } from '../slots/FailureList.jsx';

/** What this tab's engine does: its sync events as they come, its state, its counters, what waits and what failed. */
export function Inspector() {
  return (
    <>
      <header className="page-head">
        <div>
          <h1>Inspector</h1>
          <p className="page-lead">This tab's engine, live. It follows the others like any dashboard.</p>
        </div>
        <RefreshButton />
      </header>
      <div className="panels">
        <StatusPanel />
        <CollectionPanel />
        <PendingPanel />
        <CounterPanel />
      </div>
      <FailureList />
      <ReportPanel />
      <EventLog />
    </>
  );
}
