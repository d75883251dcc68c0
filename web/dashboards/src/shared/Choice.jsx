import { useId } from 'react';

/**
 * A few options of which one holds: radio buttons that look like one segmented control.
 *
 * @template {string} Value
 * @param {object} props
 * @param {string} props.name
 * @param {readonly { readonly value: Value, readonly text: string }[]} props.options
 * @param {Value} props.value
 * @param {(value: Value) => void} props.onChoose
 */
export function Choice({ name, options, value, onChoose }) {
  const group = useId();
  return (
    <fieldset className="segments">
      <legend>{name}</legend>
      <div className="segments-row">
        {options.map((option) => (
          <label key={option.value} className="segment">
            <input type="radio" name={group} checked={option.value === value} onChange={() => onChoose(option.value)} />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
