import { ActiveSwitch } from './ActiveSwitch.jsx';

/**
 * A row's switch and buttons. `describedBy` names the element that says which slot they are about.
 *
 * @param {object} props
 * @param {import('./slot-forms.js').Availability} props.row
 * @param {string} props.describedBy
 * @param {import('./slot-actions.js').SlotActions} props.actions
 * @param {import('react').Ref<HTMLButtonElement>} props.editButton
 */
export function SlotControls({ row, describedBy, actions, editButton }) {
  return (
    <div className="slot-controls">
      <ActiveSwitch row={row} describedBy={describedBy} onToggle={() => actions.toggle(row)} />
      <button
        ref={editButton}
        type="button"
        className="button"
        data-size="small"
        data-control="edit"
        aria-describedby={describedBy}
        onClick={() => actions.edit(row)}
      >
        Edit
      </button>
      <button
        type="button"
        className="button"
        data-size="small"
        data-tone="danger"
        data-control="delete"
        aria-describedby={describedBy}
        onClick={() => actions.remove(row)}
      >
        Delete
      </button>
    </div>
  );
}
