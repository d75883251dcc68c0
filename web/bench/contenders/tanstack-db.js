// TanStack DB: a collection fed by a custom sync adapter, live queries for the views (guides "Collection options creator" and
// "Live queries"), with B-tree indexes made automatically, as its guide advises for large collections.
import { BTreeIndex, and, count, createCollection, createLiveQueryCollection, eq, gte, lt } from '@tanstack/db';
import { activeLimit, therapistId, weekFrom, weekTo } from '../workload/views.js';
import { changesOfFeed, changesOfList, isNews, parseBody } from './json-bodies.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */

/** @param {import('../workload/readers.js').Readers} readers */
export async function open(readers) {
  /** @type {import('@tanstack/db').SyncConfig<Slot, string>['sync'] extends (params: infer Params) => any ? Params : never} */
  let sync;
  const slots = createCollection({
    getKey: (/** @type {Slot} */ { id }) => id,
    autoIndex: 'eager',
    defaultIndexType: BTreeIndex,
    startSync: true,
    sync: { sync: (params) => void (sync = params), rowUpdateMode: 'full' },
  });
  const week = (/** @type {{ slot: any }} */ { slot }) => and(gte(slot.date, weekFrom), lt(slot.date, weekTo));
  const live = {
    therapist: createLiveQueryCollection((q) =>
      q
        .from({ slot: slots })
        .where(({ slot }) => eq(slot.therapistId, therapistId))
        .orderBy(({ slot }) => slot.date)
        .orderBy(({ slot }) => slot.startTime)
        .orderBy(({ slot }) => slot.id),
    ),
    active: createLiveQueryCollection((q) =>
      q
        .from({ slot: slots })
        .where(({ slot }) => eq(slot.isActive, true))
        .orderBy(({ slot }) => slot.date)
        .orderBy(({ slot }) => slot.startTime)
        .orderBy(({ slot }) => slot.id)
        .limit(activeLimit),
    ),
    activeTotal: createLiveQueryCollection((q) =>
      q
        .from({ slot: slots })
        .where(({ slot }) => eq(slot.isActive, true))
        .select(({ slot }) => ({ total: count(slot.id) })),
    ),
    week: createLiveQueryCollection((q) =>
      q
        .from({ slot: slots })
        .where(week)
        .orderBy(({ slot }) => slot.date)
        .orderBy(({ slot }) => slot.startTime)
        .orderBy(({ slot }) => slot.id),
    ),
    perTherapist: createLiveQueryCollection((q) =>
      q
        .from({ slot: slots })
        .where(week)
        .groupBy(({ slot }) => slot.therapistId)
        .select(({ slot }) => ({ therapistId: slot.therapistId, slots: count(slot.id) })),
    ),
  };
  const activeTotal = () => live.activeTotal.toArray[0]?.total ?? 0;
  const perTherapist = () => new Map(live.perTherapist.toArray.map((each) => [each.therapistId, each.slots]));
  const rowsOf = (/** @type {{ toArray: any[] }} */ { toArray }) => /** @type {Slot[]} */ (toArray);
  const changed = { therapist: false, active: false, week: false };
  live.therapist.subscribeChanges(() => void (changed.therapist = true));
  live.active.subscribeChanges(() => void (changed.active = true));
  live.activeTotal.subscribeChanges(() => void (changed.active = true));
  live.week.subscribeChanges(() => void (changed.week = true));
  live.perTherapist.subscribeChanges(() => void (changed.week = true));

  /** What several queries of one view changed is read once, as a component would that renders once. */
  function read() {
    if (changed.therapist) readers.therapist(rowsOf(live.therapist));
    if (changed.active) readers.active(rowsOf(live.active), activeTotal());
    if (changed.week) readers.week(rowsOf(live.week), perTherapist());
    changed.therapist = changed.active = changed.week = false;
  }

  /** @param {import('./json-bodies.js').Changes} changes */
  function change({ rows, gone }) {
    sync.begin();
    for (const row of rows) sync.write({ type: slots.has(row.id) ? 'update' : 'insert', value: row });
    for (const id of gone) sync.write({ type: 'delete', key: id });
    sync.commit();
    read();
  }

  return {
    ingest(/** @type {Uint8Array} */ list) {
      change({ rows: parseBody(list).rows, gone: [] });
      sync.markReady();
      read();
    },
    receive(/** @type {import('../workload/events.js').SlotEvent} */ event) {
      if (event.type === 'upsert' && isNews(slots.get(event.row.id), event.row))
        change({ rows: [event.row], gone: [] });
      if (event.type === 'delete' && slots.has(event.id)) change({ rows: [], gone: [event.id] });
    },
    pollList: (/** @type {Uint8Array} */ list) => change(changesOfList(list, (id) => slots.get(id), slots.keys())),
    pollFeed: (/** @type {Uint8Array} */ feed) => change(changesOfFeed(feed, (id) => slots.get(id))),
    shown: () => ({
      therapist: rowsOf(live.therapist),
      active: rowsOf(live.active),
      activeTotal: activeTotal(),
      week: rowsOf(live.week),
      perTherapist: perTherapist(),
    }),
    close: () => Promise.all([...Object.values(live), slots].map((each) => each.cleanup())),
  };
}
