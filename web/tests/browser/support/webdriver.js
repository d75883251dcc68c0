/** W3C WebDriver: a driver program, one session of it, and windows, as far as tests of tabs need it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Within this time every command is answered, also by a page that is busy starting. */
const commandTimeoutMs = 30_000;

/** How the standard names the member that holds an element's reference. */
const elementMember = 'element-6066-11e4-a52e-4f735466cecf';

export class WebDriver {
  #address;
  #child;
  #session = '';
  #window = '';
  /** A session has one current window: one command after another. */
  #last = Promise.resolve();

  /**
   * @param {string} address
   * @param {import('node:child_process').ChildProcess} child
   */
  constructor(address, child) {
    this.#address = address;
    this.#child = child;
  }

  /**
   * Starts the driver and opens a session.
   *
   * @param {string} command
   * @param {{ capabilities: Record<string, unknown>, env: Record<string, string | undefined> }} options
   */
  static async open(command, { capabilities, env }) {
    const port = await freePort();
    const child = spawn(command, [`--port=${port}`], { stdio: 'ignore', env });
    await once(child, 'spawn');
    const driver = new WebDriver(`http://127.0.0.1:${port}`, child);
    try {
      await driver.#ready();
      const { sessionId } = await driver.#call('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
      driver.#session = `/session/${sessionId}`;
      return driver;
    } catch (error) {
      child.kill();
      throw error;
    }
  }

  /** @returns {Promise<string>} a new window of the session's profile */
  newWindow() {
    return this.#inTurn(async () => (await this.#call('POST', '/window/new', { type: 'window' })).handle);
  }

  /**
   * @param {string} window
   * @param {string} url
   */
  goTo(window, url) {
    return this.#inTurn(() => this.#command(window, 'POST', '/url', { url }));
  }

  /**
   * Runs a function in the page.
   *
   * @template Result
   * @template {unknown[]} Given
   * @param {string} window
   * @param {(...given: Given) => Result} run stands by itself; its result has a JSON form
   * @param {Given} given likewise
   * @returns {Promise<Result>}
   */
  evaluate(window, run, ...given) {
    const script = `return (${run}).apply(null, arguments)`;
    return this.#inTurn(() => this.#command(window, 'POST', '/execute/sync', { script, args: given }));
  }

  /**
   * Clicks where the element is, as a person does.
   *
   * @param {string} window
   * @param {string} xpath of the one element
   */
  click(window, xpath) {
    return this.#inTurn(async () => {
      const found = await this.#command(window, 'POST', '/element', { using: 'xpath', value: xpath });
      await this.#command(window, 'POST', `/element/${found[elementMember]}/click`, {});
    });
  }

  async close() {
    await this.#inTurn(() => this.#call('DELETE', ''));
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }

  /** Waits until the driver listens. */
  async #ready() {
    const deadline = Date.now() + commandTimeoutMs;
    for (;;) {
      try {
        return await this.#call('GET', '/status');
      } catch (error) {
        if (this.#child.exitCode !== null || Date.now() > deadline) throw error;
        await delay(20);
      }
    }
  }

  /**
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  #inTurn(work) {
    const working = this.#last.then(work);
    this.#last = working.then(
      () => {},
      () => {}, // whoever asked for it is told
    );
    return working;
  }

  /**
   * @param {string} window
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   */
  async #command(window, method, path, body) {
    if (window !== this.#window) await this.#call('POST', '/window', { handle: window });
    this.#window = window;
    return this.#call(method, path, body);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async #call(method, path, body) {
    const response = await fetch(this.#address + this.#session + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(commandTimeoutMs),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

/** @returns {Promise<number>} a port that nobody listens on */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
