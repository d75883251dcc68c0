import { useMemo } from 'react';

import { OwnSlots } from './OwnSlots.jsx';
import { TherapistChoice } from './TherapistChoice.jsx';
import { useServices } from '../app/services.js';
import { RefreshButton } from '../shared/RefreshButton.jsx';
import { ViewState } from '../shared/ViewState.jsx';
import { counted } from '../shared/counted.js';
import { AvailabilityManager } from '../slots/AvailabilityManager.jsx';
import { useSlots } from '../slots/use-slots.js';
import { therapistName, useTherapists } from '../slots/use-therapists.js';

/** @type {('date' | 'startTime')[]} */
const orderBy = ['date', 'startTime'];

/** One therapist's own slots by day (`?id=th-1`); without an id, the therapists to choose from. */
export function TherapistDashboard() {
  const { therapistId } = useServices().settings;
  return therapistId ? <OwnDashboard therapistId={therapistId} /> : <TherapistChoice />;
}

/** @param {{ therapistId: string }} props */
function OwnDashboard({ therapistId }) {
  const name = therapistName(useTherapists().therapists, therapistId);
  const view = useSlots({
    where: { therapistId },
    orderBy,
    aggregates: { perState: { op: 'count', groupBy: 'isActive' } },
  });
  const therapists = useMemo(() => new Map([[therapistId, name]]), [therapistId, name]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{name}</h1>
          <p className="page-lead">
            {counted(view.total, 'slot')}, {view.aggregates.perState.get(true) ?? 0} of them active
          </p>
        </div>
      </header>
      <ViewState view={view} />
      <AvailabilityManager
        rows={view.rows}
        orderBy={orderBy}
        therapists={therapists}
        therapistId={therapistId}
        renderList={(list) => <OwnSlots {...list} ready={view.status === 'ready'} />}
      >
        <RefreshButton />
      </AvailabilityManager>
    </>
  );
}
