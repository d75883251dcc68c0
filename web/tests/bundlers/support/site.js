/** A static server, and the strict content security policy that WebAssembly allows. */
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';

export const strictPolicy = "script-src 'self' 'wasm-unsafe-eval'";

/**
 * @param {string} folder
 * @param {{ policy?: string }} [options]
 * @returns {Promise<{ origin: string, stop: () => Promise<void> }>}
 */
export async function serveFolder(folder, { policy } = {}) {
  const app = fastify();
  await app.register(fastifyStatic, { root: folder, cacheControl: false });
  if (policy) app.addHook('onSend', async (request, reply) => void reply.header('content-security-policy', policy));
  const origin = await app.listen({ port: 0, host: 'localhost' });
  return { origin, stop: () => app.close() };
}
