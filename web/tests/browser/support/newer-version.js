/**
 * A newer version of the application: the same build, in a page where every text that leaves it (by BroadcastChannel, into
 * localStorage) says protocol 2 in place of 1, and where those texts are read as its own. To the older tabs that is what a
 * newer one is: the number is all that they may look at.
 *
 * @param {import('@playwright/test').Page} page before it is opened, or opened again
 */
export function makeNewer(page) {
  return page.addInitScript(() => {
    const [older, newer] = ['"p":1}', '"p":2}']; // the last member of each text
    const change = (/** @type {any} */ text, /** @type {string} */ from, /** @type {string} */ to) =>
      typeof text === 'string' && text.endsWith(from) ? text.slice(0, -from.length) + to : text;
    const toNewer = (/** @type {any} */ text) => change(text, older, newer);
    const toOwn = (/** @type {any} */ text) => change(text, newer, older);

    const { postMessage } = BroadcastChannel.prototype;
    BroadcastChannel.prototype.postMessage = function (/** @type {any} */ text) {
      postMessage.call(this, toNewer(text));
    };
    const { setItem, getItem } = Storage.prototype;
    Storage.prototype.setItem = function (/** @type {string} */ key, /** @type {string} */ text) {
      setItem.call(this, key, toNewer(text));
    };
    Storage.prototype.getItem = function (/** @type {string} */ key) {
      return toOwn(getItem.call(this, key));
    };
    for (const [prototype, name] of /** @type {[any, string][]} */ ([
      [MessageEvent.prototype, 'data'],
      [StorageEvent.prototype, 'newValue'],
    ])) {
      const { get } = /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name));
      Object.defineProperty(prototype, name, {
        get() {
          return toOwn(get.call(this));
        },
      });
    }
  });
}
