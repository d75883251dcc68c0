/**
 * A stand-in for the page's globals, until the test ends: a document, a network state, a window that fires events.
 * @param {import('node:test').TestContext} t
 */
export function standInPage(t) {
  const window = new EventTarget();
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const network = { onLine: true };
  for (const [name, value] of Object.entries({ document: page, navigator: network })) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
  // These stay, for the engines that are destroyed after this.
  for (const name of /** @type {const} */ (['addEventListener', 'removeEventListener'])) {
    Object.defineProperty(globalThis, name, { value: window[name].bind(window), configurable: true });
  }
  const fire = (/** @type {string} */ type, members = {}) =>
    window.dispatchEvent(Object.assign(new Event(type), members));
  return { page, network, fire };
}
