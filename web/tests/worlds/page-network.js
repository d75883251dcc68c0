/** @typedef {{ resolve: (response: Response) => void, reject: (reason: unknown) => void }} Waiting */

export const origin = 'http://world.test';

/** `fetch` as one page finds it: each request goes to the world as the operation that it stands for. */
export class PageNetwork {
  /** @type {Map<number, Waiting>} */
  waiting = new Map();
  last = 0;
  /** Answers whose bodies are being read. */
  reading = 0;

  /** @param {import('./page.js').Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /**
   * @param {string} url
   * @param {RequestInit & { headers: Headers, signal: AbortSignal }} init
   * @returns {Promise<Response>}
   */
  fetch = (url, init) =>
    new Promise((resolve, reject) => {
      const { signal } = init;
      signal.throwIfAborted();
      this.last += 1;
      const id = this.last;
      this.waiting.set(id, { resolve, reject });
      signal.addEventListener('abort', () => {
        if (!this.waiting.delete(id)) return;
        this.desk.emit({ kind: 'abort', id });
        reject(signal.reason);
      });
      const complaint = complaintOf(new URL(url), init);
      if (complaint) this.desk.complain(`${init.method} ${url}: ${complaint}`);
      this.desk.emit({ kind: 'request', id, operation: operationOf(new URL(url), init), fetched: true });
    });

  /**
   * @param {number} id
   * @param {{ status: number, etag?: string, retryAfter?: string, error?: { message: string } }} meta
   * @param {string} body
   */
  answer(id, { status, etag, retryAfter, error }, body) {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting === undefined) throw new Error(`the request ${id} is not under way`);
    if (status === 0) return waiting.reject(new TypeError(error?.message));
    const headers = new Headers({ 'content-type': typeOf(status, body) });
    if (etag !== undefined) headers.set('etag', etag);
    if (retryAfter !== undefined) headers.set('retry-after', retryAfter);
    waiting.resolve(this.noted(new Response(body === '' ? null : body, { status, headers })));
  }

  /** @param {Response} response */
  noted(response) {
    const read = () => {
      this.reading += 1;
      return Response.prototype.arrayBuffer.call(response).finally(() => (this.reading -= 1));
    };
    return Object.defineProperty(response, 'arrayBuffer', { value: read });
  }
}

/**
 * @param {number} status
 * @param {string} body
 */
function typeOf(status, body) {
  if (body.startsWith('<')) return 'text/html; charset=utf-8';
  return status < 400 ? 'application/json' : 'application/problem+json';
}

/**
 * @param {URL} url
 * @param {RequestInit & { headers: Headers }} init
 */
function complaintOf({ origin: asked }, { method = '', headers, body, cache }) {
  if (asked !== origin) return 'another origin is asked';
  if (method !== 'GET' && !(method in writes)) return `there is no method ${method}`;
  if (method === 'GET' && cache !== 'no-store') return 'a read may come out of the HTTP cache';
  return body && headers.get('content-type') !== 'application/json' ? 'a body is not said to be JSON' : undefined;
}

/** @type {Record<string, string>} */
const writes = { POST: 'create', PATCH: 'update', DELETE: 'delete' };

/**
 * @param {URL} url
 * @param {RequestInit & { headers: Headers }} init
 */
function operationOf({ pathname, searchParams }, { method = '', headers, body }) {
  const [, collection, part] = pathname.split('/');
  const reads = part === undefined ? 'list' : part === 'changes' ? 'changes' : 'read';
  const type = method === 'GET' ? reads : writes[method];
  const key = part === undefined || part === 'changes' ? undefined : decodeURIComponent(part);
  const number = (/** @type {string} */ name) => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
  const header = (/** @type {string} */ name) => headers.get(name) ?? undefined;
  const content = typeof body === 'string' ? JSON.parse(body) : undefined;
  return {
    type,
    collection,
    key,
    since: number('since'),
    page: number('page'),
    ifNoneMatch: header('if-none-match'),
    ifMatch: header('if-match'),
    idempotencyKey: header('idempotency-key'),
    [type === 'create' ? 'row' : 'changes']: content,
  };
}
