/**
 * BroadcastChannel as a transport. The channel opens when it is first needed and again after `close` (a page that goes into
 * the back-forward cache must close it). Broken (it cannot be made, threw, or could not read a message) it sends nothing
 * any more, and another transport has to carry every message.
 * @param {string} name
 * @param {(message: string) => void} [onFailure] told once, when the channel breaks
 * @returns {import('../types.js').Transport & { isBroken: () => boolean }}
 */
export function createBroadcastChannel(name, onFailure = () => {}) {
  /** @type {BroadcastChannel | null} */
  let channel = null;
  let broken = false;
  /** @type {(text: string) => void} */
  let hear = () => {};

  const fail = (/** @type {unknown} */ reason) => {
    if (!broken) onFailure(`BroadcastChannel: ${reason}`);
    broken = true;
  };
  const open = () => {
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => hear(data);
    channel.onmessageerror = () => fail('a message could not be read');
    return channel;
  };
  const attempt = (/** @type {(channel: BroadcastChannel) => void} */ work) => {
    if (broken) return;
    try {
      work(channel ?? open());
    } catch (error) {
      fail(error);
    }
  };

  return {
    source: 'channel',
    isBroken: () => broken,
    send: (text) => attempt((each) => each.postMessage(text)),
    onReceive(listener) {
      hear = listener;
      attempt(() => {});
      return () => (hear = () => {});
    },
    close() {
      channel?.close();
      channel = null;
    },
  };
}
