/** Browsers that lack something: what a page's scripts find is changed before they run. */

/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */

/** @param {BrowserContext} context */
export function removeBroadcastChannel(context) {
  return context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  });
}

/**
 * The storage itself stays.
 *
 * @param {BrowserContext} context
 */
export function removeStorageEvents(context) {
  return context.addInitScript(() => {
    addEventListener('storage', (event) => event.stopImmediatePropagation(), { capture: true });
  });
}

/**
 * As in a sandboxed frame, or where cookies are blocked.
 *
 * @param {BrowserContext} context
 */
export function breakLocalStorage(context) {
  return context.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  });
}
