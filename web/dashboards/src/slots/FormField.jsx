import { useId } from 'react';

/**
 * One labelled field of a slot's form. `describe` gives the control the attributes that tie it to its label and to the
 * refusal that names it.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string | undefined} props.problemId the element that says what is wrong with it
 * @param {(attributes: { id: string, 'aria-invalid'?: boolean, 'aria-describedby'?: string }) => import('react').ReactNode} props.children
 * @param {boolean} [props.wide]
 */
export function FormField({ label, problemId, wide, children }) {
  const id = useId();
  const fault = problemId ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
  return (
    <div className="field" data-wide={wide || undefined}>
      <label htmlFor={id}>{label}</label>
      {children({ id, ...fault })}
    </div>
  );
}
