import { createAvailability, deleteAvailability, updateAvailability } from 'tablattice/availability';

/**
 * What a user can do to slots, as one object for all rows of a page: it stays the same for the page's life, so a row
 * that gets it need not be rendered again.
 *
 * @typedef {import('./slot-forms.js').Availability} Availability
 * @typedef {import('./slot-forms.js').SlotForm} SlotForm
 * @typedef {import('./slot-forms.js').SlotFields} SlotFields
 * @typedef {ReturnType<typeof createSlotActions>} SlotActions
 */

/**
 * @param {import('tablattice/availability').ThunkDispatch} dispatch
 * @param {(action: import('./slot-forms.js').SlotFormsAction) => void} update
 */
export function createSlotActions(dispatch, update) {
  let forms = 0;

  /**
   * @param {Availability | null} base
   * @param {Partial<SlotFields>} draft
   */
  const open = (base, draft) => {
    const formId = `form-${(forms += 1)}`;
    update({ type: 'opened', form: { formId, base, draft, phase: 'editing', problem: null } });
  };

  /**
   * @param {any} thunk
   * @param {(problem: import('./slot-forms.js').Problem) => void} onRefused
   * @param {() => void} onDone
   */
  const run = (thunk, onRefused, onDone = () => {}) => {
    const work = dispatch(thunk);
    work.then((/** @type {any} */ action) => (action.error ? onRefused(action.payload) : onDone()));
  };

  /**
   * A write that has no form: its refusal shows beside the row.
   *
   * @param {Availability} row
   * @param {any} thunk
   */
  const runOnRow = (row, thunk) => {
    update({ type: 'rowDismissed', id: row.id });
    run(thunk, (problem) => update({ type: 'rowRefused', row, problem }));
  };

  return {
    /** @param {Partial<SlotFields>} draft */
    add: (draft) => open(null, draft),
    /** @param {Availability} row */
    edit: (row) => open(row, {}),
    /**
     * @param {SlotForm} form
     * @param {keyof SlotFields} field
     * @param {string} value
     */
    type: ({ formId }, field, value) => update({ type: 'typed', formId, field, value }),
    /** @param {SlotForm} form */
    leave: ({ formId }) => update({ type: 'left', formId }),
    /**
     * @param {SlotForm} form
     * @param {ReturnType<import('./slot-forms.js').writeOf>} write
     */
    save: ({ formId, phase }, write) => {
      if (phase !== 'editing') return;
      if (!write) return update({ type: 'done', formId });
      update({ type: 'submitted', formId });
      run(
        'create' in write ? createAvailability(write.create) : updateAvailability(write.update),
        (problem) => update({ type: 'refused', formId, problem }),
        () => update({ type: 'done', formId }),
      );
    },
    /** @param {Availability} row */
    toggle: (row) => runOnRow(row, updateAvailability({ id: row.id, changes: { isActive: !row.isActive } })),
    /** @param {Availability} row */
    remove: (row) => runOnRow(row, deleteAvailability(row.id)),
    /** @param {string} id */
    dismiss: (id) => update({ type: 'rowDismissed', id }),
  };
}
