import { useState } from 'react';
import { useRow } from 'tablattice/react';

import { changedElsewhere, shownFields, writeOf } from './slot-forms.js';
import { SlotForm } from './SlotForm.jsx';
import { therapistName } from './use-therapists.js';

/** @typedef {import('./slot-forms.js').Availability} Availability */
/** @typedef {import('./slot-forms.js').SlotFields} SlotFields */

/**
 * The form that edits a slot. It says when the slot is changed or deleted by another tab and goes on: fields that the
 * user has not touched follow the change, the others keep what was typed.
 *
 * @param {object} props
 * @param {import('./slot-forms.js').SlotForm} props.form
 * @param {Availability} props.row
 * @param {ReadonlyMap<string, string>} props.therapists
 * @param {import('./slot-actions.js').SlotActions} props.actions
 * @param {() => void} props.onFocusLost
 */
export function EditForm({ form, row, therapists, actions, onFocusLost }) {
  const known = useKnownRow(row);
  const nameOf = (/** @type {string} */ id) => therapistName(therapists, id);
  return (
    <SlotForm
      name="Edit availability"
      fields={shownFields(form, known.row)}
      form={form}
      therapists={therapists}
      notice={form.phase === 'editing' && <Notice form={form} {...known} nameOf={nameOf} />}
      onType={(field, value) => actions.type(form, field, value)}
      onSave={() => actions.save(form, writeOf(form, known, nameOf))}
      onCancel={() => actions.leave(form)}
      onFocusLost={onFocusLost}
    />
  );
}

/**
 * The row as it is, and after its deletion as it last was.
 *
 * @param {Availability} opened
 * @returns {{ row: Availability, deleted: boolean }}
 */
function useKnownRow(opened) {
  const present = /** @type {Availability | undefined} */ (useRow('availability', opened.id));
  const [known, setKnown] = useState(opened);
  if (present && present !== known) setKnown(present);
  return { row: present ?? known, deleted: !present };
}

/** @type {Record<keyof SlotFields, string>} */
const words = {
  therapistId: 'the therapist',
  date: 'the date',
  startTime: 'the start',
  endTime: 'the end',
  notes: 'the notes',
};

/**
 * @param {object} props
 * @param {import('./slot-forms.js').SlotForm} props.form
 * @param {Availability} props.row
 * @param {boolean} props.deleted
 * @param {(id: string) => string} props.nameOf
 */
function Notice({ form, row, deleted, nameOf }) {
  if (deleted) {
    return (
      <p className="notice" role="status">
        <strong>This slot was deleted elsewhere.</strong> “Save” adds it again as a new slot; “Cancel” lets it go.
      </p>
    );
  }
  const fields = changedElsewhere(form, row);
  if (fields.length === 0) return null;
  return (
    <div className="notice" role="status">
      <strong>This slot was changed elsewhere.</strong>{' '}
      {fields.map((field) => (
        <span key={field} className="notice-change">
          Now {words[field]}: “{field === 'therapistId' ? nameOf(row[field]) : row[field] || 'none'}”
          {form.draft[field] !== undefined && form.draft[field] !== row[field] && '; what you typed is kept'}.{' '}
        </span>
      ))}
    </div>
  );
}
