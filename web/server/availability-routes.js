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
import { matchesWeakly } from './entity-tag.js';
import { requestFingerprint } from './idempotency.js';
import { problemAnswer, sendAnswer } from './problems.js';
import { answerOn, deletionOn, listBody, listTag } from './rungs.js';

/** @typedef {import('fastify').FastifyRequest} FastifyRequest */
/** @typedef {import('fastify').FastifyReply} FastifyReply */
/** @typedef {import('./problems.js').Answer} Answer */
/** @typedef {import('./availability-writes.js').Cause} Cause */
/** @typedef {import('./rungs.js').Rung} Rung */

/**
 * @typedef {object} Api
 * @property {import('./availability-store.js').AvailabilityStore} store
 * @property {import('./availability-writes.js').AvailabilityWrites} writes
 * @property {import('./idempotency.js').IdempotencyMemory} memory
 * @property {() => number} now Unix milliseconds
 * @property {Rung} rung the one that is served where a request names none (`?rung=`)
 * @property {boolean} keys whether the rungs below the feed honour Idempotency-Keys too
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
    return sendAnswer(reply, answerOn(rungOf(api, request), row ? rowAnswer(200, row) : absentProblem(idOf(request))));
  });
  app.post(ROOT, { schema: createSchema }, (request, reply) =>
    sendWrite(api, request, reply, answerOn, (cause) => writes.create(bodyOf(request), cause)),
  );
  app.patch(`${ROOT}/:id`, { schema: updateSchema }, (request, reply) =>
    sendWrite(api, request, reply, answerOn, (cause) =>
      writes.update(idOf(request), bodyOf(request), preconditionOf(api, request), cause),
    ),
  );
  app.delete(`${ROOT}/:id`, { schema: deleteSchema }, (request, reply) =>
    sendWrite(api, request, reply, deletionOn, (cause) =>
      writes.delete(idOf(request), preconditionOf(api, request), cause),
    ),
  );
}

/**
 * @param {Api} api
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function sendList(api, request, reply) {
  const { store } = api;
  const rung = rungOf(api, request);
  const answer = store.read(() => {
    const state = store.revision();
    const etag = listTag(rung, state);
    const known = request.headers['if-none-match'];
    if (etag !== null && known !== undefined && matchesWeakly(known, etag)) return { etag, body: null };
    return { etag, body: listBody(rung, state.revision, store.list()) };
  });
  const headers = { 'cache-control': 'no-cache', ...(answer.etag === null ? {} : { etag: answer.etag }) };
  if (answer.body === null) return reply.code(304).headers(headers).send();
  return sendAnswer(reply, { status: 200, headers: { ...jsonHeaders(), ...headers }, body: answer.body });
}

/**
 * @param {Api} api
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function sendChanges(api, request, reply) {
  const rung = rungOf(api, request);
  if (rung !== 'feed') {
    return sendAnswer(reply, problemAnswer(404, 'not_found', `The rung ${rung} has no changes; take the list.`));
  }
  const { since } = /** @type {{ since: string }} */ (request.query);
  const changes = api.store.changesSince(Number(since));
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
 * @param {(rung: Rung, answer: Answer) => Answer} onRung how a rung gives the answer
 * @param {(cause: Cause) => Answer} perform
 */
function sendWrite(api, request, reply, onRung, perform) {
  const { store, memory } = api;
  const rung = rungOf(api, request);
  const key = keyOf(api, request);
  const at = api.now();
  const cause = { mutation: key, at };
  const send = (/** @type {Answer} */ answer) => sendAnswer(reply, onRung(rung, answer));
  if (key === null) return send(store.write(() => perform(cause)));

  const body = /** @type {Record<string, unknown> | undefined} */ (request.body);
  const fingerprint = requestFingerprint(request.method, request.url, body);
  const outcome = store.write(() => {
    const recalled = memory.recall(key, fingerprint, at);
    if (recalled) return { recalled };
    const answer = perform(cause);
    memory.remember(key, fingerprint, answer, at);
    return { answer };
  });
  if (outcome.answer) return send(outcome.answer);
  if (outcome.recalled === 'mismatch') return sendAnswer(reply, reusedKeyProblem(key));
  reply.header('idempotent-replayed', 'true');
  return send(outcome.recalled);
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

/**
 * @param {Api} api
 * @param {FastifyRequest} request
 * @returns {Rung}
 */
function rungOf({ rung }, request) {
  return /** @type {{ rung?: Rung }} */ (request.query).rung ?? rung;
}

/**
 * @param {Api} api
 * @param {FastifyRequest} request
 * @returns {string | null} the Idempotency-Key, where the rung looks at it
 */
function keyOf(api, request) {
  const honoured = api.keys || rungOf(api, request) === 'feed';
  const key = /** @type {string | undefined} */ (request.headers['idempotency-key']);
  return honoured && key !== undefined ? key : null;
}

/**
 * @param {Api} api
 * @param {FastifyRequest} request
 * @returns {string | undefined} the If-Match, where the rung looks at it
 */
function preconditionOf(api, request) {
  return rungOf(api, request) === 'plain' ? undefined : request.headers['if-match'];
}
