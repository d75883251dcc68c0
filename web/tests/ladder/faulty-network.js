/**
 * The network between tabs and server, as real HTTP: a proxy on a port of its own that writes down every call and, told so,
 * cuts connections, loses answers that the server has given, holds them back, or answers in the server's place.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text as readText } from 'node:stream/consumers';

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path with the query
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {any} body the request's, parsed; undefined where there was none
 * @property {number} status what was answered; 0 where nothing was
 *
 * @typedef {(call: Call) => boolean} Matches
 * @typedef {{ status: number, headers?: Record<string, string>, body?: unknown }} Replacement
 *
 * A fault strikes matching calls, `times` of them. `cut`: the server never sees the call; `lose`: it does, and its answer is
 * lost; `hold`: its answer waits for the promise; `replace`: it never sees the call, which is answered all the same.
 * @typedef {{ matches: Matches, times: number, cut?: true, lose?: true, hold?: Promise<unknown>, replace?: Replacement }} Fault
 */

/** Headers that belong to one connection. */
const CONNECTION_HEADERS = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

export class FaultyNetwork {
  /** @type {Call[]} in the order in which they came */
  calls = [];
  /** @type {Fault[]} the first that matches strikes */
  faults = [];
  #server = createServer((request, response) => {
    this.#pass(request, response).catch(() => response.destroy()); // one end has hung up: the other one is told so
  });
  #target;

  /** @param {string} target the server's origin */
  constructor(target) {
    this.#target = target;
  }

  /** @returns {Promise<string>} the origin for the tabs */
  async open() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  /** Ends every connection, so that nothing keeps the process alive. */
  async close() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /**
   * @param {Matches} matches
   * @param {number} [times]
   */
  cut(matches, times = 1) {
    this.faults.push({ matches, times, cut: true });
  }

  /**
   * @param {Matches} matches
   * @param {number} [times]
   */
  lose(matches, times = 1) {
    this.faults.push({ matches, times, lose: true });
  }

  /**
   * @param {Matches} matches
   * @param {Replacement} replace
   * @param {number} [times]
   */
  replace(matches, replace, times = 1) {
    this.faults.push({ matches, times, replace });
  }

  /**
   * @param {Matches} matches
   * @returns {() => void} lets the answers through, those that wait and all later ones
   */
  hold(matches) {
    let release = () => {};
    const hold = /** @type {Promise<void>} */ (new Promise((resolve) => (release = resolve)));
    this.faults.push({ matches, times: Infinity, hold });
    return release;
  }

  /** @param {Matches} matches */
  count(matches) {
    return this.calls.filter(matches).length;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async #pass(request, response) {
    const text = await readText(request);
    const { method = '', url: path = '', headers } = request;
    const call = { method, path, headers, body: text === '' ? undefined : JSON.parse(text), status: 0 };
    this.calls.push(call);
    const fault = this.#strike(call);
    if (fault?.cut) return void response.destroy();
    const answer = fault?.replace ? replacementOf(fault.replace) : await this.#forward(call, text);
    await fault?.hold;
    if (fault?.lose) return void response.destroy();
    call.status = answer.status;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  /**
   * @param {Call} call
   * @returns {Fault | undefined}
   */
  #strike(call) {
    const fault = this.faults.find(({ matches, times }) => times > 0 && matches(call));
    if (fault) fault.times -= 1;
    return fault;
  }

  /**
   * @param {Call} call
   * @param {string} text
   */
  async #forward({ method, path, headers }, text) {
    const sent = Object.entries(headers).filter(([name]) => !CONNECTION_HEADERS.includes(name));
    const body = text === '' ? undefined : text;
    const init = { method, headers: /** @type {[string, string][]} */ (sent), body };
    const answer = await fetch(this.#target + path, init);
    const told = [...answer.headers].filter(([name]) => !CONNECTION_HEADERS.includes(name));
    return { status: answer.status, headers: Object.fromEntries(told), body: Buffer.from(await answer.arrayBuffer()) };
  }
}

/** @param {Replacement} replacement */
function replacementOf({ status, headers = {}, body }) {
  const type = { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' };
  return { status, headers: { ...type, ...headers }, body: body === undefined ? '' : JSON.stringify(body) };
}

/** @param {Call} call */
export const isWrite = ({ method }) => method !== 'GET';
/** @param {string} method */
export const by = (method) => (/** @type {Call} */ call) => call.method === method;
/** @param {Call} call */
export const isList = ({ method, path }) => method === 'GET' && /^\/api\/availability(\?|$)/.test(path);
/** @param {Call} call */
export const isChanges = ({ method, path }) => method === 'GET' && path.startsWith('/api/availability/changes');
