import { memo, useId, useLayoutEffect, useRef } from 'react';

import { SlotCells } from './SlotCells.jsx';
import { useRenderProbe } from '../shared/render-probe.js';
import { EditForm } from '../slots/EditForm.jsx';
import { RowProblem } from '../slots/RowProblem.jsx';
import { useNeighbourFocus, useReturnedFocus } from '../slots/use-focus.js';

/**
 * One slot of the operator's table, or its edit form, at its place in the scrolled space. Rendered again only when one
 * of its properties changed.
 *
 * @type {import('react').FunctionComponent<import('../slots/slot-items.js').SlotItem & {
 *   index: number,
 *   start: number,
 *   measure: (element: HTMLElement | null) => void,
 *   therapists: ReadonlyMap<string, string>,
 *   actions: import('../slots/slot-actions.js').SlotActions,
 * }>}
 */
export const SlotTableRow = memo(function SlotTableRow(props) {
  const { row, form, problem, index, start, measure, therapists, actions } = props;
  const element = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { opener, onFocusLost } = useReturnedFocus(form !== null);
  const textId = useId();
  useNeighbourFocus(element);
  useLayoutEffect(() => {
    measure(element.current);
    return () => measure(null);
  }, [measure]);
  useRenderProbe(row.id);
  return (
    <div
      ref={element}
      className="slot-row"
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-slot-id={row.id}
      data-inactive={!row.isActive || undefined}
      data-pending={row.$pending || undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      {form ? (
        <div role="cell" className="slot-row-wide" aria-colspan={5}>
          <EditForm form={form} row={row} therapists={therapists} actions={actions} onFocusLost={onFocusLost} />
        </div>
      ) : (
        <SlotCells row={row} textId={textId} actions={actions} editButton={opener} />
      )}
      {problem && (
        <div role="cell" className="slot-row-wide" aria-colspan={5}>
          <RowProblem id={row.id} problem={problem} actions={actions} />
        </div>
      )}
    </div>
  );
});
