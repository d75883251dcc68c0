// Tablattice, as web/docs and the README use it.
import { collection, createEngine } from 'tablattice/node';
import { collectionName, epochMs } from '../workload/names.js';
import { activeLimit, therapistId, weekFrom, weekTo } from '../workload/views.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */

const schedule = /** @type {('date' | 'startTime' | 'id')[]} */ (['date', 'startTime', 'id']);

/** @param {import('../workload/readers.js').Readers} readers */
export async function open(readers) {
  let clockMs = epochMs;
  let feed = /** @type {Uint8Array} */ (new Uint8Array());
  const engine = await createEngine({
    scope: 'bench',
    collections: {
      [collectionName]: /** @type {typeof collection<Slot>} */ (collection)({
        endpoint: 'http://bench.test/api/availability',
        feed: 'http://bench.test/api/availability/changes',
        slice: 'availability',
      }),
    },
    poll: false,
    now: () => clockMs,
    fetch: async () => new Response(new Uint8Array(feed), { headers: { 'content-type': 'application/json' } }),
    onError: (error) => {
      throw error;
    },
  });
  const slots = engine.collection(collectionName);
  const therapist = engine.view({ from: collectionName, where: { therapistId }, orderBy: schedule });
  const active = engine.view({
    from: collectionName,
    where: { isActive: true },
    orderBy: schedule,
    limit: activeLimit,
  });
  const week = engine.view({
    from: collectionName,
    where: { date: { gte: weekFrom, lt: weekTo } },
    orderBy: schedule,
    aggregates: { perTherapist: { op: 'count', groupBy: 'therapistId' } },
  });
  const perTherapist = () => /** @type {Map<string, number>} */ (week.get().aggregates.perTherapist);
  therapist.subscribe(({ rows }) => readers.therapist(rows));
  active.subscribe(({ rows, total }) => readers.active(rows, total));
  week.subscribe(({ rows }) => readers.week(rows, perTherapist()));

  return {
    ingest: (/** @type {Uint8Array} */ list) => slots.load(list),
    async receive(/** @type {string} */ text) {
      clockMs += 1;
      engine.receive(text); // subscribers are told at the end of the task: before this function's promise resolves
    },
    pollList(/** @type {Uint8Array} */ list) {
      clockMs += 1;
      return slots.load(list);
    },
    pollFeed(/** @type {Uint8Array} */ body) {
      clockMs += 1;
      feed = body;
      return slots.refresh({ force: true });
    },
    shown: () => ({
      therapist: [...therapist.get().rows],
      active: [...active.get().rows],
      activeTotal: active.get().total,
      week: [...week.get().rows],
      perTherapist: perTherapist(),
    }),
    close: () => engine.destroy(),
  };
}
