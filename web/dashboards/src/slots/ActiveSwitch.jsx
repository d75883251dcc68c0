/**
 * @param {{ row: import('./slot-forms.js').Availability, describedBy: string, onToggle: () => void }} props
 */
export function ActiveSwitch({ row, describedBy, onToggle }) {
  return (
    <input
      type="checkbox"
      role="switch"
      className="switch"
      aria-label="Active"
      aria-describedby={describedBy}
      data-control="switch"
      checked={row.isActive === true}
      onChange={onToggle}
    />
  );
}
