import { wordFor } from './traffic.js';

/** What the server was asked by tabs, as it came: whatever browser they run in, and whether they are alive to tell or not. */
export class RequestLog {
  /** What a test says that it is, where it asks behind the tabs' backs. */
  static testAgent = 'test';

  /** @type {string[]} requests of the API, as `wordFor` says them */
  asked = [];
  /** How many pages were loaded. */
  loads = 0;

  /** @returns {import('fastify').FastifyServerOptions['logger']} */
  get logger() {
    return {
      level: 'info',
      serializers: {
        req: ({ method, url, headers }) => ({ method, url, agent: headers['user-agent'] }),
        err: (error) => ({ type: error.name, message: error.message, stack: error.stack ?? '' }),
      },
      stream: { write: (line) => this.#note(JSON.parse(line)) },
    };
  }

  /** Begins anew. */
  forget() {
    this.asked.length = 0;
    this.loads = 0;
  }

  /** @param {{ level: number, req?: { method: string, url: string, agent: string }, res?: unknown, err?: unknown }} line */
  #note({ level, req, res, err }) {
    if (level >= 50) console.error(err);
    if (req === undefined || res !== undefined || req.agent === RequestLog.testAgent) return;
    const { pathname } = new URL(req.url, 'http://server');
    const word = wordFor(req.method, pathname);
    if (word) this.asked.push(word);
    else if (!/\.\w+$/.test(pathname)) this.loads += 1;
  }
}
