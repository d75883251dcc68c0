/**
 * Serves the built dashboards: `/` is index.html, `/therapist` is therapist.html, and so on.
 *
 * Files under assets/ carry a hash of their content in their names, so browsers may keep them for ever; all else is
 * asked for again each time. The content security policy is as strict as WebAssembly allows; inline styles are what
 * the calendar and chart libraries set.
 */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * @param {string} pagesPath the folder that the pages are built into
 * @returns {boolean}
 */
export function pagesAreBuilt(pagesPath) {
  return existsSync(join(pagesPath, 'index.html'));
}

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {string} pagesPath an absolute path
 */
export async function addPages(app, pagesPath) {
  const assets = join(pagesPath, 'assets') + sep;
  await app.register(fastifyStatic, {
    root: pagesPath,
    extensions: ['html'],
    cacheControl: false,
    setHeaders(reply, path) {
      const immutable = path.startsWith(assets);
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    },
  });
}
