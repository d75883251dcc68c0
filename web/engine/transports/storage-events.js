/**
 * Storage events as a transport. Always heard: what other tabs write into the outbox is a message too. Written to only where
 * `needed()`, or where another tab has nothing else: one key is set and removed again, and the event carries the text. `send`
 * throws where the storage does.
 * @param {import('../storage.js').Store} store
 * @param {() => boolean} needed whether nothing faster carries the messages
 * @param {EventTarget} [events] what fires `storage`: the window
 * @returns {import('../types.js').Transport}
 */
export function createStorageEvents(store, needed, events = globalThis) {
  let heardMessage = false; // only a tab without BroadcastChannel sends one, and it hears nothing else
  return {
    source: 'storage',
    send(text) {
      if (!needed() && !heardMessage) return;
      store.write('message', text);
      store.write('message', null);
    },
    onReceive(listener) {
      const handler = (/** @type {Event} */ event) => {
        const { key, newValue } = /** @type {StorageEvent} */ (event);
        if (newValue === null || !store.isMessage(key)) return;
        heardMessage ||= store.isBroadcast(key);
        listener(newValue);
      };
      events.addEventListener('storage', handler);
      return () => events.removeEventListener('storage', handler);
    },
    close() {}, // nothing stays open
  };
}
