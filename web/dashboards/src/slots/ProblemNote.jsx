/**
 * Why a write was refused, in the engine's or the server's words.
 *
 * @param {{ problem: import('./slot-forms.js').Problem, id?: string, children?: import('react').ReactNode }} props
 *   children: what can be done about it
 */
export function ProblemNote({ problem, id, children }) {
  return (
    <div className="problem" role="alert">
      <p id={id}>{problem.message}</p>
      {children}
    </div>
  );
}
