/**
 * `BroadcastChannel` as one page finds it. The world carries what is posted.
 * @param {import('./page.js').Desk} desk
 * @param {boolean} broken it cannot be made
 */
export function createChannels(desk, broken) {
  /** @type {Set<Channel>} */
  const open = new Set();

  class Channel {
    /** @type {((event: { data: string }) => void) | null} */
    onmessage = null;
    onmessageerror = null;

    /** @param {string} name */
    constructor(name) {
      if (broken) throw new DOMException(`The channel ${name} cannot be made.`, 'SecurityError');
      open.add(this);
    }

    /** @param {string} text */
    postMessage(text) {
      if (!open.has(this)) throw new DOMException('The channel is closed.', 'InvalidStateError');
      desk.emit({ kind: 'send', text });
    }

    close() {
      open.delete(this);
    }
  }

  return {
    Channel,
    /** @param {string} data a message that has come */
    hear(data) {
      const listening = [...open].filter(({ onmessage }) => onmessage !== null);
      if (listening.length !== 1) throw new Error(`${listening.length} channels listen in a page that follows`);
      listening[0].onmessage?.({ data });
    },
  };
}
