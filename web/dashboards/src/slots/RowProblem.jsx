import { ProblemNote } from './ProblemNote.jsx';

/**
 * The refusal beside the row that it is about.
 *
 * @param {{ id: string, problem: import('./slot-forms.js').Problem, actions: import('./slot-actions.js').SlotActions }} props
 */
export function RowProblem({ id, problem, actions }) {
  return (
    <ProblemNote problem={problem}>
      <button type="button" className="button" data-size="small" onClick={() => actions.dismiss(id)}>
        Dismiss
      </button>
    </ProblemNote>
  );
}
