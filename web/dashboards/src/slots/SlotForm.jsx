import { useEffect, useId, useRef } from 'react';

import { FormField } from './FormField.jsx';
import { ProblemNote } from './ProblemNote.jsx';
import { TherapistSelect } from './TherapistSelect.jsx';
import { useFocusReport } from './use-focus.js';

/** @typedef {import('./slot-forms.js').SlotFields} SlotFields */

const inputs = /** @type {const} */ ([
  { field: 'date', label: 'Date', type: 'date' },
  { field: 'startTime', label: 'Start', type: 'time' },
  { field: 'endTime', label: 'End', type: 'time' },
  { field: 'notes', label: 'Notes', type: 'text', wide: true },
]);

/**
 * A slot's fields with "Save" and "Cancel". It checks nothing itself: the engine's checks refuse a bad slot before any
 * request, name the field, and the form keeps what was typed.
 *
 * @param {object} props
 * @param {string} props.name the form's accessible name
 * @param {SlotFields} props.fields what it shows
 * @param {import('./slot-forms.js').SlotForm} props.form
 * @param {ReadonlyMap<string, string>} props.therapists
 * @param {import('react').ReactNode} [props.notice] what has happened to the row meanwhile
 * @param {(field: keyof SlotFields, value: string) => void} props.onType
 * @param {() => void} props.onSave
 * @param {() => void} props.onCancel
 * @param {() => void} props.onFocusLost
 */
export function SlotForm({ name, fields, form, therapists, notice, onType, onSave, onCancel, onFocusLost }) {
  const element = useRef(/** @type {HTMLFormElement | null} */ (null));
  const problemId = useId();
  const saving = form.phase === 'saving';
  useFirstFocus(element, form);
  useFocusReport(element, onFocusLost);
  const faultOf = (/** @type {keyof SlotFields} */ field) =>
    form.problem && namesField(form.problem, field) ? problemId : undefined;
  return (
    <form
      ref={element}
      className="slot-form"
      aria-label={name}
      aria-busy={saving}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      {notice}
      {form.problem && <ProblemNote problem={form.problem} id={problemId} />}
      <div className="slot-form-fields">
        <FormField label="Therapist" problemId={faultOf('therapistId')}>
          {(attributes) => (
            <TherapistSelect
              attributes={attributes}
              therapists={therapists}
              value={fields.therapistId}
              onSelect={(id) => onType('therapistId', id)}
            />
          )}
        </FormField>
        {inputs.map(({ field, label, type, ...rest }) => (
          <FormField key={field} label={label} problemId={faultOf(field)} {...rest}>
            {(attributes) => (
              <input
                {...attributes}
                type={type}
                value={fields[field]}
                readOnly={saving}
                autoComplete="off"
                onChange={(event) => onType(field, event.target.value)}
              />
            )}
          </FormField>
        ))}
      </div>
      <div className="slot-form-buttons">
        <button type="submit" className="button" data-tone="primary" aria-disabled={saving}>
          Save
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        {saving && <span className="slot-form-state">Saving…</span>}
      </div>
    </form>
  );
}

/**
 * Puts the focus into a form that its user has just opened; one that comes back because its write was refused does not
 * take the focus away from what the user does now.
 *
 * @param {import('react').RefObject<HTMLFormElement | null>} element
 * @param {import('./slot-forms.js').SlotForm} form
 */
function useFirstFocus(element, form) {
  const wanted = useRef(form.problem === null);
  useEffect(() => {
    if (wanted.current) /** @type {HTMLElement | null} */ (element.current?.querySelector('select, input'))?.focus();
    wanted.current = false;
  }, [element]);
}

/**
 * @param {import('./slot-forms.js').Problem} problem its `where` ends in the field's name
 * @param {string} field
 */
function namesField({ where = '' }, field) {
  return where.split(/[./]/).at(-1) === field;
}
