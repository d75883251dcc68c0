/**
 * The open forms of a page and the refusals that its rows show, as a reducer. What a user typed lives here and not in
 * the row: it survives changes of the row by other tabs, its deletion, and the refusal of the write.
 *
 * @typedef {import('tablattice/availability').Availability} Availability
 * @typedef {import('tablattice/availability').Problem} Problem
 * @typedef {Pick<Availability, 'therapistId' | 'date' | 'startTime' | 'endTime'> & { notes: string }} SlotFields
 *
 * @typedef {object} SlotForm
 * @property {string} formId
 * @property {Availability | null} base the row as it was when the form was opened; null: the form adds one
 * @property {Partial<SlotFields>} draft the fields that the user has touched; the others follow the row
 * @property {'editing' | 'saving' | 'background'} phase background: left by the user while its write was under way; it
 *   comes back only if the write is refused
 * @property {Problem | null} problem why its last write was refused
 *
 * @typedef {{ row: Availability, problem: Problem }} RowProblem
 * @typedef {{ forms: SlotForm[], rowProblems: Readonly<Record<string, RowProblem>> }} SlotForms
 *
 * @typedef {{ type: 'opened', form: SlotForm }
 *   | { type: 'typed', formId: string, field: keyof SlotFields, value: string }
 *   | { type: 'submitted' | 'left' | 'done', formId: string }
 *   | { type: 'refused', formId: string, problem: Problem }
 *   | { type: 'rowRefused', row: Availability, problem: Problem }
 *   | { type: 'rowDismissed', id: string }} SlotFormsAction
 */

/** @type {SlotForms} */
export const noSlotForms = { forms: [], rowProblems: {} };

/** The fields that a form edits, in its order. */
export const formFields = /** @type {const} */ (['therapistId', 'date', 'startTime', 'endTime', 'notes']);

/**
 * @param {SlotForms} state
 * @param {SlotFormsAction} action
 * @returns {SlotForms}
 */
export function reduceSlotForms(state, action) {
  switch (action.type) {
    case 'opened':
      return { ...state, forms: [action.form, ...state.forms] };
    case 'typed':
      return withForm(state, action.formId, (form) => typed(form, action.field, action.value));
    case 'submitted':
      return withForm(state, action.formId, (form) => ({ ...form, phase: 'saving', problem: null }));
    case 'left':
      return withForm(state, action.formId, (form) =>
        form.phase === 'saving' ? { ...form, phase: 'background' } : null,
      );
    case 'done':
      return withForm(state, action.formId, () => null);
    case 'refused':
      return withForm(state, action.formId, (form) => ({ ...form, phase: 'editing', problem: action.problem }));
    case 'rowRefused':
      return { ...state, rowProblems: { ...state.rowProblems, [action.row.id]: action } };
    case 'rowDismissed':
      return withoutRowProblem(state, action.id);
  }
}

/**
 * @param {SlotForms} state
 * @param {string} formId
 * @param {(form: SlotForm) => SlotForm | null} change null takes the form away
 */
function withForm(state, formId, change) {
  const forms = state.forms.flatMap((form) => (form.formId === formId ? (change(form) ?? []) : form));
  return { ...state, forms };
}

/**
 * While its write is under way a form shows what was sent, so nothing can be typed into it.
 *
 * @param {SlotForm} form
 * @param {keyof SlotFields} field
 * @param {string} value
 */
function typed(form, field, value) {
  return form.phase === 'saving' ? form : { ...form, draft: { ...form.draft, [field]: value } };
}

/**
 * @param {SlotForms} state
 * @param {string} id
 */
function withoutRowProblem(state, id) {
  if (!state.rowProblems[id]) return state;
  const { [id]: _, ...rowProblems } = state.rowProblems;
  return { ...state, rowProblems };
}

/**
 * What a form shows: what was typed, else what the row holds.
 *
 * @param {SlotForm} form
 * @param {Availability | null} row as it was last known; null for a form that adds one
 * @returns {SlotFields}
 */
export function shownFields({ draft }, row) {
  const { therapistId = '', date = '', startTime = '', endTime = '', notes = '' } = { ...row, ...draft };
  return { therapistId, date, startTime, endTime, notes };
}

/**
 * The fields in which the row is no longer what it was when the form was opened.
 *
 * @param {SlotForm} form
 * @param {Availability} row
 * @returns {(keyof SlotFields)[]}
 */
export function changedElsewhere({ base }, row) {
  if (!base) return [];
  return formFields.filter((field) => (row[field] ?? '') !== (base[field] ?? ''));
}

/**
 * What "Save" has to write: only what the user changed, so that others' changes to other fields stand. A row that was
 * deleted meanwhile is added again, as a new slot.
 *
 * @param {SlotForm} form
 * @param {{ row: Availability | null, deleted: boolean }} known the row as it was last known; null: the form adds one
 * @param {(therapistId: string) => string} nameOf
 * @returns {{ create: Omit<Availability, 'id'> } | { update: { id: string, changes: Partial<Availability> } } | null}
 *   null: nothing to write
 */
export function writeOf(form, { row, deleted }, nameOf) {
  const fields = shownFields(form, row);
  if (!row || deleted) {
    return { create: { ...fields, therapistName: nameOf(fields.therapistId), isActive: row?.isActive ?? true } };
  }
  /** @type {Partial<Availability>} */
  const changes = {};
  for (const field of formFields) if (fields[field] !== (row[field] ?? '')) changes[field] = fields[field];
  if (changes.therapistId !== undefined) changes.therapistName = nameOf(changes.therapistId);
  return Object.keys(changes).length > 0 ? { update: { id: row.id, changes } } : null;
}
