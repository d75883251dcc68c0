/** A table in memory and the little of HTTP that the small servers of these tests need. */

/**
 * @typedef {{ method: string, path: string, query: URLSearchParams, headers: import('node:http').IncomingHttpHeaders, body: any }} Asked
 * @typedef {{ status: number, body?: unknown }} Answer
 */

/** Rows by key, each with a moment of change that always grows, as `clock_timestamp()` would give it. */
export class Table {
  /** @type {Map<string, any>} */
  rows = new Map();
  microseconds = 0;
  nextId = 1;

  /**
   * @param {any} row
   * @returns {any} as it is stored
   */
  put(row) {
    this.microseconds += 1;
    const stored = { ...row, updated_at: `2031-01-01T00:00:00.${String(this.microseconds).padStart(6, '0')}+00:00` };
    this.rows.set(String(row.id), stored);
    return stored;
  }
}

/**
 * @param {(asked: Asked) => Answer} answer
 * @returns {import('node:http').RequestListener}
 */
export function listener(answer) {
  return async (request, response) => {
    const { pathname, searchParams } = new URL(String(request.url), 'http://localhost');
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = 'GET', headers } = request;
    const asked = { method, path: pathname, query: searchParams, headers, body: text && JSON.parse(text) };
    const { status, body } = answer(asked);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
}

/**
 * The same table for another user, by the plainest of APIs: `GET /plain`, `PATCH` and `DELETE /plain/:id`.
 * @param {Table} table
 * @param {Asked} asked
 * @returns {Answer | undefined} undefined: it is not for this one
 */
export function plainAnswer(table, { method, path, body }) {
  if (!path.startsWith('/plain')) return undefined;
  const id = path.split('/')[2];
  if (method === 'GET') return { status: 200, body: [...table.rows.values()] };
  if (method === 'PATCH') return { status: 200, body: table.put({ ...table.rows.get(id), ...body }) };
  table.rows.delete(id);
  return { status: 204 };
}
