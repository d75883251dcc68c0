import { useMemo } from 'react';

import { CreateForms } from './CreateForms.jsx';
import { FailureList } from './FailureList.jsx';
import { LostProblems } from './LostProblems.jsx';
import { compareBy, slotItems } from './slot-items.js';
import { useReturnedFocus } from './use-focus.js';
import { useSlotForms } from './use-slot-forms.js';
import { today } from '../shared/dates.js';

/**
 * @typedef {import('./slot-forms.js').Availability} Availability
 *
 * @typedef {object} SlotListProps what a dashboard's own list of slots gets
 * @property {import('./slot-items.js').SlotItems} items
 * @property {ReadonlyMap<string, string>} therapists
 * @property {import('./slot-actions.js').SlotActions} actions
 */

/**
 * Adding, editing, switching and deleting slots: the form that adds one, and a list in the shape that the dashboard
 * gives, each row with its own switch, buttons and edit form.
 *
 * @param {object} props
 * @param {readonly Availability[]} props.rows
 * @param {readonly string[]} props.orderBy the rows' order, as the view has it
 * @param {ReadonlyMap<string, string>} props.therapists those that a form offers
 * @param {string} props.therapistId the one that a new form begins with, or ''
 * @param {(props: SlotListProps) => import('react').ReactNode} props.renderList
 * @param {import('react').ReactNode} [props.children] beside the button that adds
 */
export function AvailabilityManager({ rows, orderBy, therapists, therapistId, renderList, children }) {
  const { forms, rowProblems, actions } = useSlotForms();
  const createForms = forms.filter(({ base, phase }) => base === null && phase !== 'background');
  const { opener, onFocusLost } = useReturnedFocus(createForms.length > 0);
  const items = useMemo(
    () => slotItems(rows, forms, rowProblems, compareBy(orderBy)),
    [rows, forms, rowProblems, orderBy],
  );
  return (
    <>
      <div className="manager-bar">
        <button
          ref={opener}
          type="button"
          className="button"
          data-tone="primary"
          aria-expanded={createForms.length > 0}
          onClick={() => openCreateForm(createForms, actions, therapistId)}
        >
          Add availability
        </button>
        {children}
      </div>
      <CreateForms forms={createForms} therapists={therapists} actions={actions} onFocusLost={onFocusLost} />
      <FailureList />
      <LostProblems rowProblems={rowProblems} items={items} actions={actions} />
      {renderList({ items, therapists, actions })}
    </>
  );
}

/**
 * One form is edited at a time; one whose write is under way makes room.
 *
 * @param {import('./slot-forms.js').SlotForm[]} open
 * @param {import('./slot-actions.js').SlotActions} actions
 * @param {string} therapistId
 */
function openCreateForm(open, actions, therapistId) {
  if (open.some(({ phase }) => phase === 'editing')) return;
  for (const form of open) actions.leave(form);
  actions.add({ therapistId, date: today(), startTime: '09:00', endTime: '10:00', notes: '' });
}
