/** What the world tells a page, and how its browser or its user would tell it. */

/** @typedef {import('./page.js').Page} Page */
/** @typedef {{ mutations: { name: string, collection: string, key: unknown }[] } | { problem: object }} Result */

/** @type {Record<string, (page: Page, line: any) => Result | void | Promise<Result | void>>} */
export const inputs = {
  open: (page) => page.open(),
  receive,
  dispatch,
  signal: (page, { text }) => {
    const told = JSON.parse(text);
    const tell = signals[told.type];
    if (tell === undefined) throw new Error(`no page is told ${text}`);
    return tell(page, told);
  },
  respond: (page, { id, meta, body }) => page.network.answer(id, JSON.parse(meta), body),
  wake: (page) => page.timers.ring(),
  written: (page, { id }) => page.cache.tellWritten(id),
};

/** @type {Record<string, (page: Page, told: any) => Result | void>} */
const signals = {
  start: (page) => (page.asleep ? wake(page) : page.engine.start()),
  stop: (page) => page.engine.stop(),
  suspend,
  visibility(page, { visible }) {
    page.document.visibilityState = visible ? 'visible' : 'hidden';
    page.document.dispatchEvent(new Event('visibilitychange'));
  },
  online(page, { online }) {
    page.navigator.onLine = online;
    page.window.dispatchEvent(new Event(online ? 'online' : 'offline'));
  },
  focus: (page) => void page.window.dispatchEvent(new Event('focus')),
  activity: (page) => void page.window.dispatchEvent(new Event('pointerdown')),
  refresh: (page, { collection, force }) => void page.engine.collection(collection).refresh({ force }),
  invalidate: (page, { collection }) => page.engine.collection(collection).invalidate(),
  retry: (page, { name }) => made(page, () => page.engine.retry(name)),
  discard: (page, { name }) => page.engine.discard(name),
  lock: (page, { name, held }) => page.locks.tell(name, held),
  authorized: (page, { ok }) => page.signedIn(ok),
  cached: (page, { entries }) => page.cache.tellRead(entries),
  uncached: (page, { message }) => page.cache.tellFailed(message),
  // The page has found out by itself, when it wrote and when it opened its channel.
  unstored() {},
  transport() {},
};

/**
 * @param {Page} page
 * @param {{ source: string, text: string }} message
 */
function receive(page, { source, text }) {
  if (source === 'channel') return page.channels.hear(text);
  const key = page.keysByText.get(text);
  if (key === undefined) throw new Error(`nobody wrote ${text}`);
  page.window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue: text }));
}

/**
 * The page is told that it will be frozen, or goes into the back-forward cache.
 * @param {Page} page
 */
function suspend(page) {
  page.asleep = page.dice(1) === 0 ? 'frozen' : 'cached';
  if (page.asleep === 'frozen') page.document.dispatchEvent(new Event('freeze'));
  else page.window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
}

/** @param {Page} page */
function wake(page) {
  const [target, type] = page.asleep === 'frozen' ? [page.document, 'resume'] : [page.window, 'pageshow'];
  page.asleep = null;
  target.dispatchEvent(new Event(type));
}

/**
 * @param {Page} page
 * @param {{ action: string }} line
 */
function dispatch(page, { action: text }) {
  const { promised = false, ...action } = JSON.parse(text);
  if (!promised) return made(page, () => page.engine.dispatch(action));
  const [name, word] = action.type.split('/');
  const { payload } = action;
  const rows = page.engine.collection(name);
  if (word === 'create') return promise(page, name, rows.create(payload));
  return promise(page, name, word === 'update' ? rows.update(payload.id, payload.changes) : rows.delete(payload));
}

/**
 * The mutation that an action made whose caller is not told its name: it is pending now, or has failed at once, and was not before.
 * @param {Page} page
 * @param {() => unknown} work throws where it is refused
 * @returns {Result}
 */
function made({ engine }, work) {
  const all = () => [...engine.pending(), ...engine.failures()];
  const known = new Set(all().map(({ name }) => name));
  try {
    work();
  } catch (error) {
    return { problem: problemOf(/** @type {any} */ (error)) };
  }
  const mutations = all().filter(({ name }) => !known.has(name));
  if (mutations.length !== 1) throw new Error(`${mutations.length} mutations were made of one action`);
  return { mutations: mutations.map(({ name, collection, key }) => ({ name, collection, key })) };
}

/**
 * @param {Page} page
 * @param {string} collection
 * @param {import('../../engine/types.js').Write<any>} write
 * @returns {Result | Promise<Result>}
 */
function promise(page, collection, write) {
  const { id: key, mutation: name } = write;
  if (name === undefined)
    return write.then(
      () => ({ mutations: [] }),
      (error) => ({ problem: problemOf(error) }),
    );
  const settle = (/** @type {object} */ told) => page.emit({ kind: 'settle', name, collection, key, ...told });
  write.then(
    (row) => settle({ row: row ?? null, problem: null }),
    (error) => settle({ row: null, problem: problemOf(error) }),
  );
  return { mutations: [{ name, collection, key }] };
}

/** @param {import('../../engine/index.js').TablatticeError} error */
const problemOf = ({ code, message, where, details }) => ({ code, message, where, details });
