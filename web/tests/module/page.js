/**
 * A stand-in for the page's globals, until the test ends: a document, a network state, a window that fires events.
 * @param {import('node:test').TestContext} t
 */
export function standInPage(t) {
  const window = new EventTarget();
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const network = { onLine: true };
  const replaced = {
    document: page,
    navigator: network,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
  };
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
  const fire = (/** @type {string} */ type, members = {}) =>
    window.dispatchEvent(Object.assign(new Event(type), members));
  return { page, network, fire };
}
