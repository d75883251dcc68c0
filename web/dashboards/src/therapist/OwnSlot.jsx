import { memo, useId, useRef } from 'react';

import { SlotText } from './SlotText.jsx';
import { useRenderProbe } from '../shared/render-probe.js';
import { EditForm } from '../slots/EditForm.jsx';
import { RowProblem } from '../slots/RowProblem.jsx';
import { SlotControls } from '../slots/SlotControls.jsx';
import { useNeighbourFocus, useReturnedFocus } from '../slots/use-focus.js';

/**
 * One slot of the therapist's list, or its edit form. Rendered again only when one of its properties changed.
 *
 * @type {import('react').FunctionComponent<import('../slots/slot-items.js').SlotItem & {
 *   section: string,
 *   heading: string,
 *   therapists: ReadonlyMap<string, string>,
 *   actions: import('../slots/slot-actions.js').SlotActions,
 * }>}
 */
export const OwnSlot = memo(function OwnSlot({ row, form, problem, section, heading, therapists, actions }) {
  const element = useRef(/** @type {HTMLLIElement | null} */ (null));
  const { opener, onFocusLost } = useReturnedFocus(form !== null);
  const textId = useId();
  useNeighbourFocus(element);
  useRenderProbe(row.id);
  return (
    <li ref={element} className="own-slot">
      {section && <p className="own-section">{section}</p>}
      {heading && <h2 className="own-day">{heading}</h2>}
      {form ? (
        <EditForm form={form} row={row} therapists={therapists} actions={actions} onFocusLost={onFocusLost} />
      ) : (
        <div className="card slot" data-inactive={!row.isActive || undefined} data-pending={row.$pending || undefined}>
          <SlotText row={row} id={textId} />
          <SlotControls row={row} describedBy={textId} actions={actions} editButton={opener} />
        </div>
      )}
      {problem && <RowProblem id={row.id} problem={problem} actions={actions} />}
    </li>
  );
});
