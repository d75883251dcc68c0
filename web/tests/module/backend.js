/**
 * A small API with the semantics of the reference server, behind a `fetch`: list with revision and ETag, changes with
 * tombstones, writes that are remembered by Idempotency-Key. Tests hold its answers back or replace them.
 */

/** @typedef {{ method: string, path: string, headers: Headers, body: any }} Call */
/** @typedef {{ matches: (call: Call) => boolean, answer: (call: Call) => Response | Error, times: number }} Replacement */

export const origin = 'http://api.test';

export class Backend {
  /** @type {Map<string, any>} */
  rows = new Map();
  /** @type {{ id: string, version: number }[]} */
  tombstones = [];
  /** @type {{ name: string, revision: number }[]} */
  applied = [];
  /** @type {Map<string, { status: number, body: any }>} */
  remembered = new Map();
  revision = 0;
  oldestRevision = 0;
  /** @type {Call[]} everything that was asked, in order */
  calls = [];
  /** @type {Replacement[]} */
  replacements = [];
  /** @type {{ matches: (call: Call) => boolean, gate: Promise<void> }[]} */
  holds = [];

  /** @type {(url: string, init?: RequestInit) => Promise<Response>} */
  fetch = async (url, init = {}) => {
    const { pathname, search } = new URL(url, origin);
    const headers = new Headers(init.headers);
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const call = { method: init.method ?? 'GET', path: pathname + search, headers, body };
    this.calls.push(call);
    const answer = this.replaced(call) ?? this.answer(call); // as the server stood when it was asked
    for (const { matches, gate } of this.holds) if (matches(call)) await gate;
    if (answer instanceof Error) throw answer;
    return answer;
  };

  /**
   * @param {string} id
   * @param {object} [fields]
   */
  put(id, fields = {}) {
    this.revision += 1;
    const row = { ...this.rows.get(id), ...fields, id, version: this.revision };
    this.rows.set(id, row);
    return row;
  }

  /** @param {string} id */
  remove(id) {
    this.revision += 1;
    this.rows.delete(id);
    const tombstone = { id, version: this.revision };
    this.tombstones.push(tombstone);
    return tombstone;
  }

  /**
   * Keeps the answers of matching calls back until the returned function is called.
   * @param {(call: Call) => boolean} matches
   */
  hold(matches) {
    let release = () => {};
    const gate = /** @type {Promise<void>} */ (new Promise((resolve) => (release = resolve)));
    const entry = { matches, gate };
    this.holds.push(entry);
    return () => {
      this.holds.splice(this.holds.indexOf(entry), 1);
      release();
    };
  }

  /**
   * Answers matching calls in place of the API, which then does nothing.
   * @param {(call: Call) => boolean} matches
   * @param {(call: Call) => Response | Error} answer
   * @param {number} [times]
   */
  replace(matches, answer, times = 1) {
    this.replacements.push({ matches, answer, times });
  }

  /** @param {string} method */
  count(method) {
    return this.calls.filter((call) => call.method === method).length;
  }

  /** @param {Call} call */
  replaced(call) {
    const found = this.replacements.find(({ matches, times }) => times > 0 && matches(call));
    if (found === undefined) return undefined;
    found.times -= 1;
    return found.answer(call);
  }

  /** @param {Call} call */
  answer(call) {
    if (call.method === 'GET') return call.path.includes('/changes') ? this.changes(call) : this.list(call);
    const key = call.headers.get('idempotency-key') ?? '';
    const known = this.remembered.get(key);
    const { status, body } = known ?? this.write(call);
    if (key !== '' && known === undefined) {
      this.remembered.set(key, { status, body });
      this.applied.push({ name: key, revision: this.revision });
    }
    return json(status, body);
  }

  /** @param {Call} call */
  list({ path, headers }) {
    const id = path.split('/')[3];
    if (id !== undefined) return this.rows.has(id) ? json(200, this.rows.get(id)) : json(404, { title: 'Not found' });
    const etag = `"${this.revision}"`;
    if (headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } });
    return json(200, { revision: this.revision, rows: [...this.rows.values()] }, { etag });
  }

  /** @param {Call} call */
  changes({ path }) {
    const since = Number(new URLSearchParams(path.split('?')[1]).get('since'));
    if (since < this.oldestRevision) return json(410, { title: 'Too old' });
    const newer = (/** @type {{ version: number }} */ { version }) => version > since;
    return json(200, {
      cursor: this.revision,
      revision: this.revision,
      rows: [...this.rows.values()].filter(newer),
      tombstones: this.tombstones.filter(newer),
      mutations: this.applied.filter(({ revision }) => revision > since).map(({ name }) => name),
    });
  }

  /**
   * @param {Call} call
   * @returns {{ status: number, body: any }}
   */
  write({ method, path, body }) {
    const id = decodeURIComponent(path.split('/')[3] ?? '');
    if (method === 'POST') return { status: 201, body: this.put(body.id, body) };
    if (!this.rows.has(id)) return { status: 404, body: { title: 'Not found', detail: `There is no ${id}.` } };
    return { status: 200, body: method === 'PATCH' ? this.put(id, body) : this.remove(id) };
  }
}

/**
 * @param {number} status
 * @param {any} body
 * @param {Record<string, string>} [headers]
 */
export function json(status, body, headers = {}) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}

/** @param {Call} call */
export const isRead = ({ method }) => method === 'GET';
/** @param {Call} call */
export const isWrite = ({ method }) => method !== 'GET';
