// The last member of every message and outbox entry: the protocol version.
const ownProtocol = '"p":1}';
const newerProtocol = '"p":2}';

/**
 * @param {string} text
 * @param {string} before
 * @param {string} after
 */
const replaceEnd = (text, before, after) => (text.endsWith(before) ? text.slice(0, -before.length) + after : text);

/**
 * `localStorage` as one page finds it. The world keeps what is written and tells the other pages; what it holds comes with each
 * call, and lasts for that call. A page of a newer protocol version reads and writes as such a page would: everything else
 * about it is this version's.
 * @param {import('./page.js').Desk} desk
 * @param {{ prefix: string, newer: boolean, keysByText: Map<string, string> }} options `keysByText`: of all that was ever written
 */
export function createStorage(desk, { prefix, newer, keysByText }) {
  const out = (/** @type {string} */ text) => (newer ? replaceEnd(text, ownProtocol, newerProtocol) : text);
  const readable = (/** @type {string} */ text) => (newer ? replaceEnd(text, newerProtocol, ownProtocol) : text);
  /** @type {Map<string, string>} */
  let items = new Map();
  let refuses = false;
  const below = (/** @type {string} */ key) => {
    if (!key.startsWith(prefix)) desk.complain(`the key ${key} is not the scope's`);
    return key.slice(prefix.length);
  };

  /** @type {import('../../engine/types.js').StorageLike} */
  const storage = {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem(key) {
      const text = items.get(key);
      return text === undefined ? null : readable(text);
    },
    setItem(key, text) {
      desk.emit({ kind: 'persist', key: below(key), text });
      if (refuses) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      for (const each of [text, out(text)]) keysByText.set(each, key);
      items.set(key, out(text));
    },
    removeItem(key) {
      desk.emit({ kind: 'persist', key: below(key), text: null });
      items.delete(key);
    },
  };
  return {
    storage,
    /** @param {{ storage: Record<string, string> | null, refuses: boolean }} world what it holds now */
    take(world) {
      items = new Map(Object.entries(world.storage ?? {}).map(([key, text]) => [prefix + key, text]));
      refuses = world.refuses;
    },
  };
}
