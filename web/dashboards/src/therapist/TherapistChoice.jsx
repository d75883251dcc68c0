import { carriedSearch } from '../app/settings.js';
import { compareNames } from '../shared/by-name.js';
import { ViewState } from '../shared/ViewState.jsx';
import { useSlots } from '../slots/use-slots.js';
import { therapistName } from '../slots/use-therapists.js';

/** @type {Parameters<typeof useSlots>[0]} */
const query = {
  limit: 0,
  aggregates: {
    names: { op: 'max', field: 'therapistName', groupBy: 'therapistId' },
    slots: { op: 'count', groupBy: 'therapistId' },
  },
};

/** The therapists that have slots, each a link to their own page. */
export function TherapistChoice() {
  const view = useSlots(query);
  const { names, slots } = view.aggregates;
  const ids = [...names.keys()].sort(compareNames);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>Whose slots?</h1>
          <p className="page-lead">Choose a therapist to see and edit their own days.</p>
        </div>
      </header>
      <ViewState view={view} />
      <ul className="choice">
        {ids.map((id) => (
          <li key={id}>
            <a className="choice-link" href={ownPage(id)}>
              <span className="choice-name">{therapistName(names, id)}</span>
              <span className="choice-count">{slots.get(id)} slots</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** @param {string} therapistId */
function ownPage(therapistId) {
  const search = new URLSearchParams(carriedSearch(location.search));
  search.set('id', therapistId);
  return `/therapist?${search}`;
}
