/** The server with a port: what `main.js` starts from the command line, and browser tests in their own process. */
import { buildApp } from './app.js';
import { seedStore } from './seed-store.js';

/** Never another interface: the reference server has no sign-in. */
const HOST = '127.0.0.1';

/** The port cannot be had; the message says what to do. */
export class PortError extends Error {
  name = 'PortError';
}

/**
 * @param {import('./app.js').AppOptions & { port: number, seed?: boolean }} options port 0: any free one; `seed`:
 *   fill a database that was never written to
 * @returns {Promise<{ origin: string, seeded: number, slots: number, revision: number, close: () => Promise<void> }>}
 * @throws {PortError | import('./database.js').DatabaseError}
 */
export async function startServer({ port, seed = false, ...options }) {
  const { app, store } = await buildApp(options);
  try {
    const seeded = seed ? seedStore(store, options.check, { now: options.now?.() }) : 0;
    const origin = await listen(app, port);
    return { origin, seeded, slots: store.count(), revision: store.revision().revision, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {number} port
 */
async function listen(app, port) {
  try {
    return await app.listen({ host: HOST, port });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const advice = `Choose another port, for example: PORT=${port + 1} npm start`;
    if (code === 'EADDRINUSE') throw new PortError(`Port ${port} is in use by another program. ${advice}`);
    if (code === 'EACCES') throw new PortError(`Port ${port} may not be used by this user. ${advice}`);
    throw error;
  }
}
