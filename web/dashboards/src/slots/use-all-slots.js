import { startTransition, useDeferredValue, useEffect, useState } from 'react';
import { useEngine } from 'tablattice/react';

import { useSlots } from './use-slots.js';

/** @typedef {import('tablattice/availability').Availability} Availability */
/** @typedef {import('tablattice').ViewResult<Availability>} SlotsResult */
/** @typedef {{ text: string, result: SlotsResult, widen: () => void }} Long a long list as far as it has come */

/** So many rows come over from the engine in one task. */
const stepRows = 1000;
/** A long list that changes all the time is shown anew so often: each time costs some passes over all its rows. */
const paceMs = 100;

const none = /** @type {SlotsResult['rows']} */ ([]);

/**
 * All rows of a live view over availability, however many. A long list comes step by step, and shows as loading until all of
 * it is there; from then on its changes are transitions: one at once, and what follows close upon it ten times a second. So
 * the page handles its events between the steps, and scrolling is never kept waiting by changes. What comes while the list is
 * being read is rendered after the task that brought it.
 *
 * @param {Omit<Parameters<typeof useSlots>[0], 'offset' | 'limit'>} query
 * @returns {SlotsResult}
 */
export function useAllSlots(query) {
  const newest = useSlots({ ...query, limit: stepRows });
  const deferred = useDeferredValue(newest);
  const first = newest.status === 'loading' ? deferred : newest;
  const isLong = first.total > stepRows;
  const text = JSON.stringify(query);
  const long = useLongList(text, isLong && first.status !== 'loading');
  useEffect(() => long?.widen(), [long]);
  if (!isLong) return first;
  const { rows, total, ...rest } = long?.text === text ? long.result : first;
  return rows.length === total ? { rows, total, ...rest } : { rows: none, total, ...rest, status: 'loading' };
}

/**
 * @param {string} text of the query
 * @param {boolean} open
 * @returns {Long | null}
 */
function useLongList(text, open) {
  const engine = useEngine();
  const [long, setLong] = useState(/** @type {Long | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    let isOpen = true;
    const view = engine.view({ from: 'availability', ...JSON.parse(text), limit: stepRows }, { paceMs });
    const widen = () => {
      const { rows, total } = view.get();
      const limit = rows.length + stepRows;
      if (isOpen && rows.length < total) view.setWindow({ limit: limit < total ? limit : null });
    };
    const take = (/** @type {SlotsResult} */ result) => startTransition(() => setLong({ text, result, widen }));
    view.subscribe(take, { immediate: true });
    return () => {
      isOpen = false;
      view.close();
    };
  }, [engine, text, open]);
  return long;
}
