/**
 * The globals of a browser, for many pages in one process: the page that runs sees its own, and nothing else does. Imported
 * before the module, which looks for them when it is loaded.
 */

/** @typedef {import('./page.js').Page} Page */

/** @type {Page | null} */
let running = null;

const real = { setTimeout, clearTimeout, MessageChannel };

/** What a page finds under these names is its own. */
const own = ['document', 'navigator', 'localStorage', 'BroadcastChannel', 'fetch'];
for (const name of own) {
  const get = () => /** @type {any} */ (running?.globals)?.[name];
  Object.defineProperty(globalThis, name, { get, configurable: true });
}
// A page here has none, and its timers are never late where they are due at once: the world rings them.
Object.defineProperty(globalThis, 'MessageChannel', {
  get: () => (running ? undefined : real.MessageChannel),
  configurable: true,
});

/** @type {Record<string, (...parts: any[]) => any>} */
const functions = {
  addEventListener: (...parts) => /** @type {any} */ (running?.window)?.addEventListener(...parts),
  removeEventListener: (...parts) => /** @type {any} */ (running?.window)?.removeEventListener(...parts),
  setTimeout: (work, delayMs, ...parts) =>
    running?.timers.set(work, delayMs) ?? real.setTimeout(work, delayMs, ...parts),
  clearTimeout: (timer) => (running ? running.timers.clear(timer) : real.clearTimeout(timer)),
};
for (const [name, value] of Object.entries(functions)) {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}
Object.defineProperty(globalThis, 'self', { value: globalThis, configurable: true });

/**
 * Lets a page run until it waits for something that only the world can bring: every microtask is through.
 * @template Result
 * @param {Page} page
 * @param {() => Result | Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function runPage(page, work) {
  running = page;
  try {
    const result = await work();
    do await new Promise(setImmediate);
    while (page.network.reading > 0);
    return result;
  } finally {
    running = null;
  }
}
