import { useEngineStatus } from 'tablattice/react';

/** Whether all that this tab was told to do has reached the server. */
export function SyncBadge() {
  const { online, pending } = useEngineStatus();
  const state = pending > 0 ? 'waiting' : online ? 'synced' : 'offline';
  const text = { waiting: `${pending} unsaved`, synced: 'All saved', offline: 'Offline' }[state];
  return (
    <p className="sync-badge" data-state={state}>
      <span className="sync-dot" aria-hidden="true" />
      {text}
    </p>
  );
}
