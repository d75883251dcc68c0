// A tab that is nothing but the module: one engine and a view of 50 rows that is read whenever it changes.
import { collection, createEngine } from '../../../engine/index.js';

const endpoint = '/api/availability';
const hourMs = 3_600_000;

const engine = await createEngine({
  scope: 'availability-demo', // the dashboards' too
  collections: { availability: collection({ slice: 'availability', endpoint, feed: `${endpoint}/changes` }) },
  poll: { activeMs: hourMs, idleMs: hourMs },
  outbox: { queueMax: 100_000 }, // a burst is more than may wait unless it is said so
  onError: (error) => console.error(error),
});
const slots = engine.collection('availability');
const view = engine.view({ from: 'availability', orderBy: ['date', 'startTime'], limit: 50 });
const shown = document.createElement('output');
document.body.append(shown);
view.subscribe(({ rows, total }) => void (shown.textContent = `${total} ${rows.map(({ id }) => id).join(' ')}`));

const bench = {
  ready: () => view.get().status === 'ready',
  /** @param {number} count @returns {Promise<number>} when the first of so many rows was changed, on the clock of all tabs */
  async changeAll(count) {
    const keys = slots.keys().slice(0, count);
    const start = performance.timeOrigin + performance.now();
    const writes = keys.map((key) => slots.update(key, { notes: 'Changed in a burst' }));
    await writes.find(({ mutation }) => mutation === undefined); // one that was refused: it rejects with the reason
    return start;
  },
  /** @param {number} count @returns {Promise<number>} when it shows so many rows that `changeAll` changed */
  changedAll(count) {
    const changed = engine.view({ from: 'availability', where: { notes: 'Changed in a burst' }, limit: 0 });
    return new Promise((resolve) => {
      changed.subscribe(({ total }) => {
        if (total === count) resolve(performance.timeOrigin + performance.now());
      });
    });
  },
  /** Switches one row after the other, so many a second, until it is told to stop. @param {number} perSecond */
  keepChanging(perSecond) {
    const keys = slots.keys();
    const start = performance.now();
    let done = 0;
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - start) / 1000) * perSecond);
      for (; done < due; done += 1) {
        const key = keys[(done * 7919) % keys.length];
        slots.update(key, { isActive: !slots.get(key)?.isActive });
      }
    }, 10);
    return () => {
      clearInterval(timer);
      return done;
    };
  },
};
Object.assign(globalThis, { bench });
