import { numberText } from '../shared/counted.js';

/**
 * @param {{ figures: [name: string, value: string | number][] }} props
 */
export function Figures({ figures }) {
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name} className="figure">
          <dt>{name}</dt>
          <dd>{typeof value === 'number' ? numberText(value) : value}</dd>
        </div>
      ))}
    </dl>
  );
}
