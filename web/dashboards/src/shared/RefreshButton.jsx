import { useTransition } from 'react';
import { fetchAvailability } from 'tablattice/availability';
import { useDispatch } from 'tablattice/react';

/** Asks the server now. Nobody needs it to see others' changes; it is there for those who want to be sure. */
export function RefreshButton() {
  const dispatch = useDispatch();
  const [fetching, startTransition] = useTransition();
  const refresh = () => startTransition(async () => void (await dispatch(fetchAvailability({ forceRefresh: true }))));
  return (
    <button type="button" className="button" aria-disabled={fetching} onClick={() => fetching || refresh()}>
      {fetching ? 'Refreshing…' : 'Refresh'}
    </button>
  );
}
