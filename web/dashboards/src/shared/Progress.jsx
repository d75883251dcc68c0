/**
 * @param {{ label: string }} props
 */
export function Progress({ label }) {
  return (
    <div className="progress" role="status">
      <progress aria-label={label} />
      <span>{label}…</span>
    </div>
  );
}
