import { messageOf } from './errors.js';
import { mapRequest, mapResponse } from './mapping.js';

/** @typedef {import('./types.js').Operation} Operation */
/** @typedef {import('./contract.js').Guard} Guard */
/** @typedef {{ meta: import('./contract.js').AnswerMeta, body: Uint8Array }} Answer */

/** Turns the engine's operations into HTTP and the answers back. When to ask, and what an answer means, is the engine's. */
export class Requests {
  /** @type {Map<number, AbortController>} */
  running = new Map();

  /**
   * @param {Pick<import('./options.js').Settings, 'collections' | 'fetch' | 'headers' | 'identify'>} settings
   * @param {Pick<import('./storage.js').Store, 'replace'>} store
   * @param {(id: number, meta: string, body: Uint8Array) => void} respond
   */
  constructor(settings, store, respond) {
    this.settings = settings;
    this.store = store;
    this.respond = respond;
  }

  /**
   * @param {number} id
   * @param {Operation} operation
   * @param {Guard} [entry]
   * @returns {Promise<void>} never rejects
   */
  async run(id, operation, entry) {
    const controller = new AbortController();
    this.running.set(id, controller);
    const { meta, body } = await this.ask(operation, controller.signal, entry).catch(noAnswer);
    if (this.running.delete(id)) this.respond(id, JSON.stringify(meta), body);
  }

  /** @param {number} id its answer is not wanted any more */
  abort(id) {
    this.running.get(id)?.abort();
    this.running.delete(id);
  }

  abortAll() {
    for (const id of this.running.keys()) this.abort(id);
  }

  /**
   * @param {Operation} operation
   * @param {AbortSignal} signal
   * @param {Guard} [entry]
   * @returns {Promise<Answer>}
   */
  async ask(operation, signal, entry) {
    const { collections, fetch, headers: applicationHeaders } = this.settings;
    const options = collections[operation.collection];
    const { url, init } = await mapRequest(options, operation);
    const more = new Headers(await applicationHeaders?.(operation));
    more.forEach((value, name) => init.headers.set(name, value));
    signal.throwIfAborted();
    // As late as can be: while this tab was frozen or asked for a token, another may have taken the mutation over.
    const held = entry && this.store.replace(entry);
    if (held !== entry?.text) return { meta: { status: 0, entry: held }, body: new Uint8Array() };
    const response = await fetch(url, { ...init, signal });
    const { body, mapped } = await mapResponse(options, operation, response);
    return { meta: { status: response.status, ...this.told(response), mapped }, body };
  }

  /** @param {Response} response */
  told(response) {
    const header = (/** @type {string} */ name) => response.headers.get(name) ?? undefined;
    const headers = { etag: header('etag'), retryAfter: header('retry-after'), contentType: header('content-type') };
    return { ...headers, identity: this.settings.identify?.(response) ?? undefined };
  }
}

/**
 * @param {unknown} error
 * @returns {Answer}
 */
function noAnswer(error) {
  return { meta: { status: 0, error: { message: messageOf(error) } }, body: new Uint8Array() };
}
