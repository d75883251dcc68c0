/** An engine over two notes, for components; what it opens and closes is counted. */
import { collection, createEngine } from 'tablattice/node';

/** @typedef {{ id: string, text: string, version: number }} Note */

export const notes = [
  { id: 'a', text: 'one', version: 1 },
  { id: 'b', text: 'two', version: 2 },
];

/**
 * @param {import('node:test').TestContext} t
 * @param {{ rows?: Note[] | null, fetch?: (url: string, init?: RequestInit) => Promise<Response> }} [setting] `rows`: null:
 *   they are not loaded
 */
export async function openNotes(t, { rows = notes, fetch = async () => Response.json(rows) } = {}) {
  /** @type {import('tablattice').Engine<any>} */
  const engine = await createEngine({
    scope: 'test',
    collections: { notes: /** @type {typeof collection<Note>} */ (collection)({ endpoint: 'http://api.test/notes' }) },
    poll: false,
    autoStart: false,
    outbox: { backoffMinMs: 5 },
    onError: () => {},
    fetch,
  });
  t.after(() => engine.destroy());
  const load = (/** @type {Note[]} */ list) => engine.collection('notes').load(JSON.stringify(list));
  if (rows) load(rows);
  const counts = { opened: 0, closed: 0, subscribed: 0 };
  /** @type {import('tablattice').Engine<any>} */
  const watched = {
    ...engine,
    view: (query) => {
      const view = engine.view(query);
      counts.opened += 1;
      return {
        get: () => view.get(),
        subscribe: (listener, options) => ((counts.subscribed += 1), view.subscribe(listener, options)),
        setWindow: (window) => view.setWindow(window),
        close: () => ((counts.closed += 1), view.close()),
      };
    },
  };
  return { engine: watched, load, counts };
}
