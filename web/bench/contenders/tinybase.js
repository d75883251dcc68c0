// TinyBase: a table of rows, an index per view with its sort key and listeners for the slice that it shows, a grouped query for the
// counts (guides "Using indexes", "Advanced index definition" and "TinyQL").
import { createIndexes, createQueries, createStore } from 'tinybase';
import { activeLimit, inWeek, therapistId } from '../workload/views.js';
import { changesOfFeed, changesOfList, parseBody } from './json-bodies.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */
/** @typedef {import('tinybase').GetCell} GetCell */

const table = 'slots';
const screenRows = 50;
const inside = 'in';
const nowhere = /** @type {string[]} */ ([]); // a row in no slice: of the rows outside, no order is kept

/** @param {GetCell} getCell */
const isInWeek = (getCell) => inWeek({ date: String(getCell('date')) });

/** @type {(getCell: GetCell, id: string) => string} */
const sortKey = (getCell, id) => `${getCell('date')} ${getCell('startTime')} ${id}`;

/** @param {import('../workload/readers.js').Readers} readers */
export function open(readers) {
  const store = createStore();
  const indexes = createIndexes(store);
  const queries = createQueries(store);
  indexes.setIndexDefinition('therapist', table, 'therapistId', sortKey);
  indexes.setIndexDefinition('active', table, (getCell) => (getCell('isActive') ? inside : nowhere), sortKey);
  indexes.setIndexDefinition('week', table, (getCell) => (isInWeek(getCell) ? inside : nowhere), sortKey);
  queries.setQueryDefinition('perTherapist', table, ({ select, where, group }) => {
    select('therapistId');
    select('version');
    where(isInWeek);
    group('version', 'count').as('slots');
  });
  const rowOf = (/** @type {string} */ id) => /** @type {any} */ (store.getRow(table, id));
  const known = (/** @type {string} */ id) => (store.hasRow(table, id) ? /** @type {Slot} */ (rowOf(id)) : undefined);
  const ids = {
    therapist: () => indexes.getSliceRowIds('therapist', therapistId),
    active: () => indexes.getSliceRowIds('active', inside),
    week: () => indexes.getSliceRowIds('week', inside),
  };
  const perTherapist = () => {
    const groups = Object.values(queries.getResultTable('perTherapist'));
    return new Map(groups.map((group) => [String(group.therapistId), Number(group.slots)]));
  };

  const changed = { therapist: false, active: false, week: false };
  indexes.addSliceRowIdsListener('therapist', therapistId, () => void (changed.therapist = true));
  indexes.addSliceRowIdsListener('active', inside, () => void (changed.active = true));
  indexes.addSliceRowIdsListener('week', inside, () => void (changed.week = true));
  // An index tells of the ids and their order; the rows themselves have listeners of their own.
  store.addRowListener(table, null, (_store, _table, id) => {
    const row = known(id);
    if (row === undefined) return;
    if (row.therapistId === therapistId) changed.therapist = true;
    if (inWeek(row)) changed.week = true;
    if (row.isActive && !changed.active) changed.active = ids.active().slice(0, activeLimit).includes(id);
  });
  store.addDidFinishTransactionListener(() => {
    const screen = (/** @type {string[]} */ all) => all.slice(0, screenRows).map(rowOf);
    if (changed.therapist) readers.therapist(screen(ids.therapist()), ids.therapist().length);
    if (changed.active) readers.active(screen(ids.active()), ids.active().length);
    if (changed.week) readers.week(screen(ids.week()), perTherapist(), ids.week().length);
    changed.therapist = changed.active = changed.week = false;
  });

  const put = (/** @type {Slot} */ row) => void store.setRow(table, row.id, /** @type {any} */ (row));
  const change = (/** @type {import('./json-bodies.js').Changes} */ { rows, gone }) =>
    void store.transaction(() => {
      rows.forEach(put);
      for (const id of gone) store.delRow(table, id);
    });
  const version = (/** @type {string} */ id) => Number(store.getCell(table, id, 'version') ?? 0);

  return {
    ingest: (/** @type {Uint8Array} */ list) => change({ rows: parseBody(list).rows, gone: [] }),
    receive(/** @type {import('../workload/events.js').SlotEvent} */ event) {
      if (event.type === 'delete') store.delRow(table, event.id);
      else if (version(event.row.id) < event.row.version) put(event.row);
    },
    pollList: (/** @type {Uint8Array} */ list) => change(changesOfList(list, known, store.getRowIds(table))),
    pollFeed: (/** @type {Uint8Array} */ feed) => change(changesOfFeed(feed, known)),
    shown: () => ({
      therapist: ids.therapist().map(rowOf),
      active: ids.active().slice(0, activeLimit).map(rowOf),
      activeTotal: ids.active().length,
      week: ids.week().map(rowOf),
      perTherapist: perTherapist(),
    }),
    close() {},
  };
}
