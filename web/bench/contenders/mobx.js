// MobX: an observable map of rows that are replaced as a whole (`observable.map` with `deep: false`), computed values for the
// views, reactions that read them (pages "Observable state" and "Computeds").
import { computed, observable, reaction, runInAction } from 'mobx';
import { activeLimit, bySchedule, countPerTherapist, inWeek, therapistId } from '../workload/views.js';
import { changesOfFeed, changesOfList, isNews, parseBody } from './json-bodies.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */

/** @param {import('../workload/readers.js').Readers} readers */
export function open(readers) {
  const slots = /** @type {import('mobx').ObservableMap<string, Slot>} */ (observable.map({}, { deep: false }));
  const sorted = (/** @type {(row: Slot) => boolean} */ includes) =>
    computed(() => [...slots.values()].filter(includes).sort(bySchedule));
  const ofTherapist = sorted((row) => row.therapistId === therapistId);
  const active = sorted((row) => row.isActive);
  const week = sorted(inWeek);
  const perTherapist = computed(() => countPerTherapist(week.get()));
  const stops = [
    reaction(
      () => ofTherapist.get(),
      (rows) => readers.therapist(rows),
    ),
    reaction(
      () => active.get(),
      (rows) => readers.active(rows.slice(0, activeLimit), rows.length),
    ),
    reaction(
      () => week.get(),
      (rows) => readers.week(rows, perTherapist.get()),
    ),
  ];
  const known = (/** @type {string} */ id) => slots.get(id);
  const change = (/** @type {import('./json-bodies.js').Changes} */ { rows, gone }) =>
    runInAction(() => {
      for (const row of rows) slots.set(row.id, row);
      for (const id of gone) slots.delete(id);
    });

  return {
    ingest: (/** @type {Uint8Array} */ list) => change({ rows: parseBody(list).rows, gone: [] }),
    receive(/** @type {import('../workload/events.js').SlotEvent} */ event) {
      if (event.type === 'delete') change({ rows: [], gone: [event.id] });
      else if (isNews(known(event.row.id), event.row)) change({ rows: [event.row], gone: [] });
    },
    pollList: (/** @type {Uint8Array} */ list) => change(changesOfList(list, known, slots.keys())),
    pollFeed: (/** @type {Uint8Array} */ feed) => change(changesOfFeed(feed, known)),
    shown: () => ({
      therapist: ofTherapist.get(),
      active: active.get().slice(0, activeLimit),
      activeTotal: active.get().length,
      week: week.get(),
      perTherapist: perTherapist.get(),
    }),
    close: () => stops.forEach((stop) => stop()),
  };
}
