/** @typedef {import('../types.js').Transport} Transport */

/**
 * The transport between engines of one process: each end hears every other, in a microtask, as tabs hear each other.
 *
 * `onDelivery` decides what becomes of a message on its way, for tests: call `deliver` at once, later, twice or never.
 * @param {{ onDelivery?: (text: string, deliver: () => void) => void }} [options]
 * @returns {{ connect(): Transport }} `connect` makes one more end
 */
export function createMemoryHub({ onDelivery = (_text, deliver) => deliver() } = {}) {
  /** @type {Set<{ hear: (text: string) => void }>} */
  const listening = new Set();
  return {
    connect() {
      /** @type {{ hear: (text: string) => void }} */
      const end = { hear: () => {} };
      return {
        source: 'memory',
        send(text) {
          const others = [...listening].filter((other) => other !== end);
          const deliverTo = (/** @type {typeof end} */ other) => listening.has(other) && other.hear(text);
          for (const other of others) onDelivery(text, () => queueMicrotask(() => deliverTo(other)));
        },
        onReceive(listener) {
          end.hear = listener;
          listening.add(end);
          return () => void listening.delete(end);
        },
        close: () => void listening.delete(end),
      };
    },
  };
}
