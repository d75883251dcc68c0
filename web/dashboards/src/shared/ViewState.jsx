import { fetchAvailability } from 'tablattice/availability';
import { useDispatch } from 'tablattice/react';

import { Progress } from './Progress.jsx';

/**
 * What a live view has to say before its rows: that they are loading, or why they cannot be read. Rows that were read
 * before stay; then this is a line above them.
 *
 * @param {{ view: { status: 'loading' | 'ready' | 'error', error: any } }} props
 */
export function ViewState({ view: { status, error } }) {
  const dispatch = useDispatch();
  if (status === 'loading') return <Progress label="Loading availability" />;
  if (status !== 'error') return null;
  return (
    <div className="problem" role="alert">
      <p>Availability could not be loaded: {error?.message ?? 'the server gave no reason'}</p>
      <button
        type="button"
        className="button"
        data-size="small"
        onClick={() => dispatch(fetchAvailability({ forceRefresh: true }))}
      >
        Try again
      </button>
    </div>
  );
}
