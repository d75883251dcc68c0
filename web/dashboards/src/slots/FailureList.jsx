import { useEngine, useFailures } from 'tablattice/react';

import { ProblemNote } from './ProblemNote.jsx';
import { longDate } from '../shared/dates.js';

/**
 * Refused changes that no form or row waits for any more, such as those from before a reload. They stay until somebody
 * decides: nothing that a user typed disappears without a word.
 */
export function FailureList() {
  const engine = useEngine();
  const failures = useFailures();
  if (failures.length === 0) return null;
  return (
    <section className="failures" aria-label="Unsaved work">
      <h2>Changes that could not be saved</h2>
      {failures.map(({ name, type, payload, problem }) => (
        <ProblemNote key={name} problem={problem}>
          <p className="failure-what">{describe(type, payload)}</p>
          <div className="failure-buttons">
            <button type="button" className="button" data-size="small" onClick={() => engine.retry(name)}>
              Try again
            </button>
            <button type="button" className="button" data-size="small" onClick={() => engine.discard(name)}>
              Discard
            </button>
          </div>
        </ProblemNote>
      ))}
    </section>
  );
}

/**
 * @param {string} type the operation's word
 * @param {any} payload
 */
function describe(type, payload) {
  const { therapistName, date, startTime, endTime } = payload ?? {};
  const parts = [therapistName, date && longDate(date), startTime && endTime && `${startTime}–${endTime}`];
  return [type, ...parts.filter(Boolean)].join(' · ');
}
