/** The reference API over HTTP: README.md in this folder lists its requests and answers. */
import {
  changesSchema,
  createSchema,
  deleteSchema,
  listSchema,
  readSchema,
  updateSchema,
} from './availability-schema.js';
import { absentProblem, jsonHeaders, rowAnswer } from './availability-writes.js';
import { entityTag, matchesWeakly } from './entity-tag.js';
import { requestFingerprint } from './idempotency.js';
import { problemAnswer, sendAnswer } from './problems.js';

/** @typedef {import('fastify').FastifyRequest} FastifyRequest */
/** @typedef {import('fastify').FastifyReply} FastifyReply */
/** @typedef {import('./problems.js').Answer} Answer */
/** @typedef {import('./availability-writes.js').Cause} Cause */

/**
 * @typedef {object} Api
 * @property {import('./availability-store.js').AvailabilityStore} store
 * @property {import('./availability-writes.js').AvailabilityWrites} writes
 * @property {import('./idempotency.js').IdempotencyMemory} memory
 * @property {() => number} now Unix milliseconds
 */

const ROOT = '/api/availability';

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {Api} api
 */
export function addAvailabilityRoutes(app, api) {
  const { store, writes } = api;
  app.get(ROOT, { schema: listSchema }, (request, reply) => sendList(api, request, reply));
  app.get(`${ROOT}/changes`, { schema: changesSchema }, (request, reply) => sendChanges(api, request, reply));
  app.get(`${ROOT}/:id`, { schema: readSchema }, (request, reply) => {
    const row = store.find(idOf(request));
    return sendAnswer(reply, row ? rowAnswer(200, row) : absentProblem(idOf(request)));
  });
  app.post(ROOT, { schema: createSchema }, (request, reply) =>
    sendWrite(api, request, reply, (cause) => writes.create(bodyOf(request), cause)),
  );
  app.patch(`${ROOT}/:id`, { schema: updateSchema }, (request, reply) =>
    sendWrite(api, request, reply, (cause) =>
      writes.update(idOf(request), bodyOf(request), request.headers['if-match'], cause),
    ),
  );
  app.delete(`${ROOT}/:id`, { schema: deleteSchema }, (request, reply) =>
    sendWrite(api, request, reply, (cause) => writes.delete(idOf(request), request.headers['if-match'], cause)),
  );
}

/**
 * The tag holds the time of the last change besides the revision: a database made anew, or restored and written to
 * again, comes by the same revisions with other rows.
 *
 * @param {Api} api
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function sendList({ store }, request, reply) {
  const answer = store.read(() => {
    const { revision, changedAt } = store.revision();
    const etag = entityTag(`${revision}-${changedAt}`);
    const known = request.headers['if-none-match'];
    if (known !== undefined && matchesWeakly(known, etag)) return { etag, body: null };
    return { etag, body: { revision, rows: store.list() } };
  });
  const headers = { 'cache-control': 'no-cache', etag: answer.etag };
  if (answer.body === null) return reply.code(304).headers(headers).send();
  return sendAnswer(reply, { status: 200, headers: { ...jsonHeaders(), ...headers }, body: answer.body });
}

/**
 * @param {Api} api
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function sendChanges({ store }, request, reply) {
  const { since } = /** @type {{ since: string }} */ (request.query);
  const changes = store.changesSince(Number(since));
  if (!changes) {
    const detail = `The changes since revision ${since} are not known (any more, or yet); take the whole list.`;
    return sendAnswer(reply, problemAnswer(410, 'cursor_gone', detail, { field: 'since' }));
  }
  const headers = { ...jsonHeaders(), 'cache-control': 'no-store' };
  return sendAnswer(reply, { status: 200, headers, body: { cursor: changes.revision, ...changes } });
}

/**
 * Carries out a write in one transaction with what is remembered of it, and answers once that is on disk.
 *
 * @param {Api} api
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 * @param {(cause: Cause) => Answer} perform
 */
function sendWrite({ store, memory, now }, request, reply, perform) {
  const key = /** @type {string | undefined} */ (request.headers['idempotency-key']) ?? null;
  const at = now();
  const cause = { mutation: key, at };
  if (key === null)
    return sendAnswer(
      reply,
      store.write(() => perform(cause)),
    );

  const body = /** @type {Record<string, unknown> | undefined} */ (request.body);
  const fingerprint = requestFingerprint(request.method, request.url, body);
  const outcome = store.write(() => {
    const recalled = memory.recall(key, fingerprint, at);
    if (recalled) return { recalled };
    const answer = perform(cause);
    memory.remember(key, fingerprint, answer, at);
    return { answer };
  });
  if (outcome.answer) return sendAnswer(reply, outcome.answer);
  if (outcome.recalled === 'mismatch') return sendAnswer(reply, reusedKeyProblem(key));
  return sendAnswer(reply.header('idempotent-replayed', 'true'), outcome.recalled);
}

/**
 * @param {string} key
 * @returns {Answer}
 */
function reusedKeyProblem(key) {
  const detail = `The key ${key} was used for another request; each mutation needs a key of its own.`;
  return problemAnswer(422, 'idempotency_key_reused', detail, { field: 'idempotency-key' });
}

/** @param {FastifyRequest} request */
function idOf(request) {
  return /** @type {{ id: string }} */ (request.params).id;
}

/** @param {FastifyRequest} request */
function bodyOf(request) {
  return /** @type {Record<string, unknown>} */ (request.body);
}
