import { useServices } from '../app/services.js';
import { useStore } from '../app/store.js';

/** What the engine reported to `onError`. */
export function ReportPanel() {
  const reports = useStore(useServices().reports.reports);
  if (reports.length === 0) return null;
  return (
    <section className="card panel">
      <h2>Reports</h2>
      <ul className="reports">
        {reports.map(({ number, error }) => (
          <li key={number}>
            <code>{error.code}</code> {error.message} {error.where && <code>{error.where}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}
