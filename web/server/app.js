/** The reference server as a Fastify application without a port, which `start-server.js` adds; tests call `inject`. */
import fastify from 'fastify';
import { addAvailabilityRoutes } from './availability-routes.js';
import { FORMATS } from './availability-schema.js';
import { AvailabilityStore } from './availability-store.js';
import { AvailabilityWrites } from './availability-writes.js';
import { openDatabase } from './database.js';
import { IdempotencyMemory } from './idempotency.js';
import { addPages, pagesAreBuilt } from './pages.js';
import { answerForError, problemAnswer, sendAnswer } from './problems.js';
import { RUNG_DEFAULT } from './rungs.js';

/** A slot is well under a kilobyte. */
export const BODY_BYTES_MAX = 64 * 1024;

/** An id of the greatest length with each character escaped; what is longer would be "not found" instead of refused. */
const PARAMETER_LENGTH_MAX = 3 * 128;

/** How long requests may take to finish when the server stops; then connections are cut: browsers hold idle ones. */
const STOP_GRACE_MS = 1000;

/**
 * @typedef {object} AppOptions
 * @property {string} databasePath made where it is missing
 * @property {import('./availability-writes.js').Check} check `check` of `tablattice/rules`
 * @property {string} [pagesPath] absolute; nothing is served where the pages are not built
 * @property {() => number} [now] Unix milliseconds
 * @property {number} [historyRevisions] how many changes are kept for `changes?since=`
 * @property {import('./rungs.js').Rung} [rung] the rung of requests that name none; by default the feed
 * @property {boolean} [keys] whether the rungs below the feed honour Idempotency-Keys too
 * @property {import('fastify').FastifyServerOptions['logger']} [logger]
 */

/**
 * @param {AppOptions} options
 * @returns {Promise<{ app: import('fastify').FastifyInstance, store: AvailabilityStore }>} `app.close()` closes the
 *   database too
 * @throws {import('./database.js').DatabaseError}
 */
export async function buildApp(options) {
  const { databasePath, check, pagesPath, historyRevisions, logger = false } = options;
  const { now = Date.now, rung = RUNG_DEFAULT, keys = false } = options;
  const database = openDatabase(databasePath);
  const store = new AvailabilityStore(database, { historyRevisions });
  const app = makeFastify(logger);
  app.addHook('onClose', async () => void database.close());
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), STOP_GRACE_MS).unref();
  });
  app.addHook('onSend', async (request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  acceptJson(app);
  answerProblems(app);
  const writes = new AvailabilityWrites(store, check);
  addAvailabilityRoutes(app, { store, writes, memory: new IdempotencyMemory(database), now, rung, keys });
  if (pagesPath && pagesAreBuilt(pagesPath)) await addPages(app, pagesPath);
  return { app, store };
}

/** @param {AppOptions['logger']} logger */
function makeFastify(logger) {
  return fastify({
    logger,
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    frameworkErrors: (error, request, reply) => void sendAnswer(reply, answerForError(error)),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, formats: FORMATS } },
  });
}

/**
 * JSON as bytes: decoding by Node would replace bad UTF-8 silently, and store another text than was sent.
 *
 * @param {import('fastify').FastifyInstance} app
 */
function acceptJson(app) {
  const parse = app.getDefaultJsonParser('error', 'error');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  const types = ['application/json', 'application/merge-patch+json'];
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (request, body, done) => {
    let text;
    try {
      text = decoder.decode(/** @type {Buffer} */ (body));
    } catch {
      done(Object.assign(new Error('The body is not valid UTF-8.'), { statusCode: 400 }));
      return;
    }
    parse(request, text, done);
  });
}

/** @param {import('fastify').FastifyInstance} app */
function answerProblems(app) {
  app.setErrorHandler((error, request, reply) => {
    const failure = /** @type {import('fastify').FastifyError} */ (error);
    const answer = answerForError(failure);
    if (answer.status >= 500) request.log.error(failure);
    return sendAnswer(reply, answer);
  });
  app.setNotFoundHandler((request, reply) => {
    const detail = `${request.method} ${request.url} is nothing that this server knows.`;
    return sendAnswer(reply, problemAnswer(404, 'not_found', detail));
  });
}
