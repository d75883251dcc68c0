// Zustand with its Immer middleware: rows by id, selectors that are computed anew when the rows changed, `subscribeWithSelector`
// for the subscribers (pages "Immer middleware" and "subscribeWithSelector").
import { subscribeWithSelector } from 'zustand/middleware';
import { immer } from 'zustand/middleware/immer';
import { createStore } from 'zustand/vanilla';
import { activeLimit, bySchedule, countPerTherapist, inWeek, therapistId } from '../workload/views.js';
import { changesOfFeed, changesOfList, isNews, parseBody } from './json-bodies.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */
/** @typedef {{ slots: Record<string, Slot> }} State */

/** @param {import('../workload/readers.js').Readers} readers */
export function open(readers) {
  const store = createStore(subscribeWithSelector(immer(() => /** @type {State} */ ({ slots: {} }))));
  const sorted = (/** @type {(row: Slot) => boolean} */ includes) =>
    memoize((/** @type {State['slots']} */ slots) => Object.values(slots).filter(includes).sort(bySchedule));
  const ofTherapist = sorted((row) => row.therapistId === therapistId);
  const active = sorted((row) => row.isActive);
  const week = sorted(inWeek);
  const perTherapist = memoize(countPerTherapist);
  store.subscribe(
    ({ slots }) => ofTherapist(slots),
    (rows) => readers.therapist(rows),
  );
  store.subscribe(
    ({ slots }) => active(slots),
    (rows) => readers.active(rows.slice(0, activeLimit), rows.length),
  );
  store.subscribe(
    ({ slots }) => week(slots),
    (rows) => readers.week(rows, perTherapist(rows)),
  );
  const slots = () => store.getState().slots;
  const known = (/** @type {string} */ id) => slots()[id];
  const change = (/** @type {import('./json-bodies.js').Changes} */ { rows, gone }) =>
    store.setState((/** @type {State} */ state) => {
      for (const row of rows) state.slots[row.id] = row;
      for (const id of gone) delete state.slots[id];
    });

  return {
    ingest: (/** @type {Uint8Array} */ list) => change({ rows: parseBody(list).rows, gone: [] }),
    receive(/** @type {import('../workload/events.js').SlotEvent} */ event) {
      if (event.type === 'delete') change({ rows: [], gone: [event.id] });
      else if (isNews(known(event.row.id), event.row)) change({ rows: [event.row], gone: [] });
    },
    pollList: (/** @type {Uint8Array} */ list) => change(changesOfList(list, known, Object.keys(slots()))),
    pollFeed: (/** @type {Uint8Array} */ feed) => change(changesOfFeed(feed, known)),
    shown: () => ({
      therapist: ofTherapist(slots()),
      active: active(slots()).slice(0, activeLimit),
      activeTotal: active(slots()).length,
      week: week(slots()),
      perTherapist: perTherapist(week(slots())),
    }),
    close() {},
  };
}

/**
 * @template Input, Result
 * @param {(input: Input) => Result} compute
 * @returns {(input: Input) => Result} computes only where the input is another than before
 */
function memoize(compute) {
  let last = /** @type {{ input: Input, result: Result } | null} */ (null);
  return (input) => {
    if (last?.input !== input) last = { input, result: compute(input) };
    return last.result;
  };
}
