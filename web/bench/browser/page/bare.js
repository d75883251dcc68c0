// A tab without any engine: a BroadcastChannel and the DOM, the least that a change needs to come from tab to tab.
const channel = new BroadcastChannel('bare');
const shown = /** @type {HTMLOutputElement} */ (document.getElementById('shown'));
const send = /** @type {HTMLButtonElement} */ (document.getElementById('send'));
let received = 0;

const bare = {
  text: '',
  /** @param {number} count @returns {Promise<number>} when the last of so many messages came, on the clock of all tabs */
  receivedAll: (count) =>
    new Promise((resolve) => {
      channel.addEventListener('message', () => {
        received += 1;
        if (received === count) resolve(performance.timeOrigin + performance.now());
      });
    }),
  /** @param {number} count @returns {number} when the first of so many messages was sent */
  sendAll: (count) => {
    const start = performance.timeOrigin + performance.now();
    for (let sent = 0; sent < count; sent += 1) channel.postMessage(bare.text);
    return start;
  },
};

send.addEventListener('click', () => channel.postMessage(bare.text));
channel.addEventListener('message', ({ data }) => {
  shown.dataset.count = String(Number(shown.dataset.count ?? 0) + 1);
  shown.title = data;
});
Object.assign(globalThis, { bare });
