import { useEffect } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import {
  createAvailability,
  deleteAvailability,
  fetchAvailability,
  selectAllAvailability,
  updateAvailability,
} from './availability-slice.js';
import { noticed } from './notice-slice.js';

/** @param {{ syncService: { subscribe: (type: string, callback: (row: any) => void) => () => void } }} props */
export function App({ syncService }) {
  const dispatch = /** @type {(action: any) => any} */ (useDispatch());
  const slots = useSelector(selectAllAvailability);
  const { loading, error } = useSelector((/** @type {any} */ state) => state.availability);
  const notice = useSelector((/** @type {any} */ state) => state.notice.text);
  useEffect(() => void dispatch(fetchAvailability()), [dispatch]);
  useEffect(
    () => syncService.subscribe('availability_created', ({ date }) => dispatch(noticed(`New slot on ${date}`))),
    [dispatch, syncService],
  );
  const add = async (/** @type {FormData} */ form) => {
    const entered = /** @type {any} */ (Object.fromEntries(form));
    const slot = { therapistId: 'th-1', therapistName: 'Mara Lind', isActive: true, ...entered };
    await dispatch(createAvailability(slot)).unwrap().catch(console.warn);
  };
  return (
    <main>
      <h1>Availability</h1>
      <button onClick={() => dispatch(fetchAvailability({ forceRefresh: true }))}>Refresh</button>
      {loading && <p>Loading…</p>}
      {error && <p role="alert">{error.message}</p>}
      <p role="status">{notice}</p>
      <form action={add}>
        <input name="date" type="date" aria-label="Date" required />
        <input name="startTime" type="time" aria-label="From" required />
        <input name="endTime" type="time" aria-label="To" required />
        <button>Add</button>
      </form>
      <ul>
        {slots.slice(0, 50).map(({ id, date, startTime, endTime, isActive }) => (
          <li key={id}>
            {date} {startTime}–{endTime}{' '}
            <button onClick={() => dispatch(updateAvailability({ id, changes: { isActive: !isActive } }))}>
              {isActive ? 'Active' : 'Inactive'}
            </button>
            <button onClick={() => dispatch(deleteAvailability(id))}>Delete</button>
          </li>
        ))}
      </ul>
    </main>
  );
}
