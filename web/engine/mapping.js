import { readBody } from './body.js';
import { TablatticeError } from './errors.js';

/** @typedef {import('./types.js').Operation} Operation */
/** @typedef {import('./types.js').CollectionOptions<any>} Options */

// A read is stamped with the moment of its request: an answer out of the HTTP cache would be older than that.
const read = { method: 'GET', cache: /** @type {const} */ ('no-store') };
const write = { create: { method: 'POST' }, update: { method: 'PATCH' }, delete: { method: 'DELETE' } };
const defaultInits = { list: read, changes: read, read, ...write };

/**
 * The HTTP request of an operation: the reference API's, changed as the collection's `request` says.
 * @param {Options} options
 * @param {Operation} operation
 * @returns {Promise<{ url: string, init: RequestInit & { headers: Headers } }>}
 */
export async function mapRequest(options, operation) {
  const { url, init } = (await options.request?.(operation)) ?? {};
  const headers = engineHeaders(operation);
  new Headers(init?.headers).forEach((value, name) => headers.set(name, value));
  const body = JSON.stringify(operation.row ?? operation.changes);
  return {
    url: String(url ?? defaultUrl(options, operation)),
    init: { ...defaultInits[operation.type], body, ...init, headers },
  };
}

/**
 * The body that the engine takes from a response.
 * @param {Options} options
 * @param {Operation} operation
 * @param {Response} response
 * @returns {Promise<{ body: Uint8Array, mapped: boolean }>} `mapped`: in the engine's own shape
 */
export async function mapResponse(options, operation, response) {
  const next = operation.type === 'list' ? options.list?.next : undefined;
  const mapped = response.ok && (options.response ?? next) !== undefined;
  if (!mapped) return { body: await readBody(response), mapped };
  const parts = await (options.response?.(operation, response) ?? listParts(response, next));
  return { body: new TextEncoder().encode(JSON.stringify(bodyOf(operation, parts ?? {})) ?? ''), mapped };
}

/**
 * @param {Response} response
 * @param {NonNullable<Options['list']>['next']} next
 */
async function listParts(response, next) {
  const list = await response.json();
  const { rows, revision } = Array.isArray(list) ? { rows: list, revision: undefined } : list;
  return { rows, revision, next: next?.(response, list) };
}

/**
 * @param {Operation} operation
 * @param {import('./types.js').ResponseParts<any>} parts
 */
function bodyOf({ type }, { rows, row, gone, cursor, revision, next, mutations }) {
  const tombstones = (gone ?? []).map((entry) => (typeof entry === 'object' ? entry : { id: entry }));
  if (type === 'list') return { rows, revision, next };
  if (type === 'changes') return { rows: rows ?? [], tombstones, cursor, revision, mutations };
  if (type === 'delete') return tombstones[0];
  return type === 'read' ? row : row && { row };
}

/** @param {Operation} operation */
function engineHeaders({ row, changes, ifNoneMatch, ifMatch, idempotencyKey }) {
  const json = 'application/json';
  const conditions = { 'if-none-match': ifNoneMatch, 'if-match': ifMatch, 'idempotency-key': idempotencyKey };
  return new Headers(given({ accept: json, 'content-type': (row ?? changes) && json, ...conditions }));
}

/**
 * @param {Options} options
 * @param {Operation} operation
 */
function defaultUrl({ endpoint = '', feed = '', list }, operation) {
  const { type, key, since, page } = operation;
  if (type === 'create') return endpoint;
  if (type === 'changes') return withQuery(String(feed), { since });
  if (type !== 'list') return rowUrl(endpoint, String(key));
  const { params } = list ?? {};
  return withQuery(endpoint, typeof params === 'function' ? params(operation) : { page, ...params });
}

/**
 * @param {string} endpoint
 * @param {string} key
 */
function rowUrl(endpoint, key) {
  const [path, query] = endpoint.split('?');
  if (key !== '.' && key !== '..') return `${path}/${encodeURIComponent(key)}${query ? `?${query}` : ''}`;
  const message = 'A URL would take this key for a step up; give the collection a request mapping.';
  throw new TablatticeError({ code: 'key_invalid', message, where: endpoint });
}

/**
 * @param {string} url
 * @param {Record<string, unknown>} parameters
 */
function withQuery(url, parameters) {
  const query = new URLSearchParams(given(parameters)).toString();
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/**
 * @param {Record<string, unknown>} members
 * @returns {[string, string][]} those that are neither null nor undefined
 */
function given(members) {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return kept.map(([name, value]) => [name, String(value)]);
}
