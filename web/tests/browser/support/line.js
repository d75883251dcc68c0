/**
 * The line between the tabs and the server, which a test can cut. Chromium's own "offline" leaks where a page is reloaded: in one
 * run of ten, requests reached the server that neither page had been seen to make.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * @typedef {object} Line
 * @property {string} origin where the tabs find the server
 * @property {() => void} cut drops all connections and takes no more
 * @property {() => void} mend
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} serverOrigin
 * @returns {Promise<Line>}
 */
export async function openLine(serverOrigin) {
  const { hostname, port } = new URL(serverOrigin);
  let whole = true;
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  /** @param {import('node:net').Socket} socket */
  const keep = (socket) => {
    sockets.add(socket);
    // An end that is reset closes too, and its other end with it.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const drop = () => sockets.forEach((socket) => socket.destroy());
  const server = createServer((socket) => {
    if (!whole) return socket.destroy();
    const onward = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.setNoDelay(true);
    for (const end of [socket, onward]) keep(end);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, hostname);
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://${hostname}:${address.port}`,
    cut() {
      whole = false;
      drop();
    },
    mend() {
      whole = true;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}
