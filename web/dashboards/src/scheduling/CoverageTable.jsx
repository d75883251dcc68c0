import { hoursText } from '../shared/dates.js';

/**
 * The chart's figures for screen readers.
 *
 * @param {{ days: import('./coverage.js').DayCoverage[] }} props
 */
export function CoverageTable({ days }) {
  return (
    <table className="visually-hidden">
      <caption>Active slots and hours per day</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Slots</th>
          <th scope="col">Hours</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, day, slots, hours }) => (
          <tr key={date}>
            <th scope="row">{day}</th>
            <td>{slots}</td>
            <td>{hoursText(hours)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
