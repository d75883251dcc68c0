/**
 * Refusals as RFC 9457 problems. `code` is stable and names the problem; `field` names the member, header, parameter or
 * query parameter that is wrong.
 */

/**
 * @typedef {object} Answer an HTTP answer as a value, so that it can be stored and given again
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {unknown} body
 */

export const PROBLEM_TYPE = 'application/problem+json';

/** @type {Record<string, string>} */
const TITLES = {
  body_invalid: 'The body cannot be read',
  body_too_large: 'The body is too large',
  busy: 'The database is busy',
  check_failed: 'The slot breaks a rule',
  cursor_gone: 'The changes since then are not known',
  id_exists: 'The id is taken',
  idempotency_key_reused: 'The Idempotency-Key belongs to another request',
  input_invalid: 'The request is not valid',
  internal: 'The server failed',
  media_type_unsupported: 'The content type is not supported',
  not_found: 'There is nothing here',
  request_invalid: 'The request is not valid',
  version_mismatch: 'The row has changed',
};

/**
 * @param {number} status
 * @param {keyof TITLES} code
 * @param {string} detail one sentence: what is wrong and what to do
 * @param {Record<string, unknown>} [members] further members: `field`, the row or slot that it is about
 * @returns {Answer}
 */
export function problemAnswer(status, code, detail, members = {}) {
  const type = `urn:tablattice:problem:${code}`;
  const body = { ...members, type, title: TITLES[code], status, code, detail };
  return { status, headers: { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store' }, body };
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {Answer} answer
 */
export function sendAnswer(reply, answer) {
  return reply.code(answer.status).headers(answer.headers).send(JSON.stringify(answer.body));
}

/**
 * The problem for whatever was thrown while a request was handled: by the body's parser, the schemas, or a fault of
 * ours.
 *
 * @param {import('fastify').FastifyError} error
 * @returns {Answer}
 */
export function answerForError(error) {
  if (error.validation) return validationProblem(error);
  if (error.code?.startsWith('SQLITE_BUSY')) return busyProblem();
  if (error.statusCode === 413) {
    return problemAnswer(413, 'body_too_large', 'The body is larger than this API takes.');
  }
  if (error.statusCode === 415) {
    const detail = 'Send application/json, or for a PATCH also application/merge-patch+json.';
    return problemAnswer(415, 'media_type_unsupported', detail, { field: 'content-type' });
  }
  if (error.statusCode === 400) return problemAnswer(400, 'body_invalid', error.message);
  if (error.statusCode && error.statusCode > 400 && error.statusCode < 500) {
    return problemAnswer(error.statusCode, 'request_invalid', error.message);
  }
  return problemAnswer(500, 'internal', 'The server failed to handle the request; its log says why.');
}

/** @returns {Answer} */
function busyProblem() {
  const answer = problemAnswer(503, 'busy', 'Another process is writing to the database; try again.');
  return { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
}

/**
 * @param {import('fastify').FastifyError} error
 * @returns {Answer}
 */
function validationProblem(error) {
  const [first] = error.validation ?? [];
  const field = fieldOf(first);
  const place = error.validationContext ?? 'request';
  const detail = `${field ? `'${field}' ` : ''}in the ${place} ${reasonFor(first)}.`;
  return problemAnswer(
    400,
    'input_invalid',
    field ? detail : `The ${place} ${reasonFor(first)}.`,
    field ? { field } : {},
  );
}

/**
 * @param {import('fastify/types/schema.js').FastifySchemaValidationError} found
 * @returns {string}
 */
function fieldOf({ instancePath, params }) {
  const member = params.missingProperty ?? params.additionalProperty;
  return String(member ?? instancePath.slice(1));
}

/**
 * @param {import('fastify/types/schema.js').FastifySchemaValidationError} found
 * @returns {string}
 */
function reasonFor({ keyword, params, message }) {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not a member that may be set here';
  if (keyword === 'enum') return `is none of ${/** @type {string[]} */ (params.allowedValues).join(', ')}`;
  if (keyword === 'format') return `is not ${params.format} text`;
  return message ?? 'is not valid';
}
