import { useMemo } from 'react';

import { compareNames } from '../shared/by-name.js';
import { therapistName } from './use-therapists.js';

/**
 * A choice among the known therapists. The chosen one is always among them, known or not.
 *
 * @param {object} props
 * @param {{ id: string }} props.attributes of the select element
 * @param {ReadonlyMap<string, string>} props.therapists
 * @param {string} props.value an id, or '' for none
 * @param {string} [props.none] the words for none
 * @param {(therapistId: string) => void} props.onSelect
 */
export function TherapistSelect({ attributes, therapists, value, none = 'Choose…', onSelect }) {
  const options = useMemo(() => therapistOptions(therapists, value), [therapists, value]);
  return (
    <select {...attributes} value={value} onChange={(event) => onSelect(event.target.value)}>
      <option value="">{none}</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

/**
 * @param {ReadonlyMap<string, string>} therapists
 * @param {string} chosen
 */
function therapistOptions(therapists, chosen) {
  const ids = new Set(therapists.keys());
  if (chosen) ids.add(chosen);
  const options = [...ids].map((id) => ({ id, name: therapistName(therapists, id) }));
  return options.sort((left, right) => compareNames(left.name, right.name));
}
