import { createReport } from './errors.js';

/** @typedef {import('./types.js').EngineStatus} EngineStatus */
/** @typedef {import('./types.js').SyncEventRecord} SyncEventRecord */

/**
 * The option `debug`: a line for each sync event, request, error, and change of what the tab is. Rows are named by their keys;
 * what they hold is not told. Nothing depends on it.
 */
export class DebugLog {
  /** The first four digits of the client, once there is one. */
  tab = '';
  /** @type {Record<string, unknown>} the status as it was told last */
  told = {};

  /** @param {import('./options.js').Settings} settings */
  constructor(settings) {
    const { debug, fetch, onError } = settings;
    this.write = typeof debug === 'function' ? debug : (/** @type {string} */ line) => console.debug(line);
    /** What the engine is to be made of in place of the settings. */
    this.settings = { ...settings, fetch: this.tellingFetch(fetch), onError: this.tellingErrors(onError) };
  }

  /** @param {string} text */
  say(text) {
    try {
      this.write(`[tablattice ${this.tab}] ${text}`);
    } catch (failure) {
      console.error(failure);
    }
  }

  /** @param {import('./types.js').Engine} engine that is not started yet */
  follow(engine) {
    this.tab = engine.status().client.slice(0, 4);
    const tellStatus = (/** @type {EngineStatus} */ status) => {
      const { told } = this;
      this.told = standing(status);
      const news = Object.entries(this.told).filter(([name, value]) => told[name] !== value);
      if (news.length > 0) this.say(`status: ${news.map(([name, value]) => `${name} ${value}`).join(', ')}`);
    };
    tellStatus(engine.status());
    engine.onStatus(tellStatus);
    engine.events((record) => this.say(eventLine(record)));
  }

  /**
   * @param {import('./options.js').Settings['fetch']} fetch
   * @returns {import('./options.js').Settings['fetch']}
   */
  tellingFetch(fetch) {
    return async (url, init) => {
      const request = `${init.method} ${url}`;
      this.say(`request: ${request}`);
      try {
        const response = await fetch(url, init);
        this.say(`answer: ${response.status} to ${request}`);
        return response;
      } catch (error) {
        this.say(`no answer: ${error} to ${request}`);
        throw error;
      }
    };
  }

  /** @param {((error: import('./errors.js').TablatticeError) => void) | undefined} onError */
  tellingErrors(onError) {
    const report = createReport(onError);
    return (/** @type {import('./errors.js').TablatticeError} */ error) => {
      this.say(`error: ${error.code}${error.where && ` at ${error.where}`}: ${error.message}`);
      report(error);
    };
  }
}

/**
 * What of the status is worth a line: not its counts.
 * @param {EngineStatus} status
 */
function standing({ role, leader, online, outdated, auth, rungs, poll }) {
  const known = Object.entries(rungs).map(([name, rung]) => [`rung of ${name}`, rung]);
  const tab = { role, leader: leader?.slice(0, 4) ?? 'none', online, outdated, auth, polling: poll.mode };
  return { ...tab, ...Object.fromEntries(known) };
}

/**
 * @param {SyncEventRecord} record
 * @returns {string} such as `channel mutation update slots a-1: joined, 1 updated`
 */
function eventLine({ source, event, verdict, changes }) {
  const { kind, op, outcome, wish, collection, key, rows, problem } = event;
  const about = key ?? problem?.code ?? (rows && `(${rows.length})`);
  const words = [source, kind, op ?? outcome ?? wish, collection, about];
  const counted = ['created', 'updated', 'deleted'].map((name) => {
    const { length } = changes.filter(({ change }) => change === name);
    return length > 0 ? `${length} ${name}` : '';
  });
  const subject = words.filter((word) => word !== undefined && word !== '').join(' ');
  return `${subject}: ${[verdict, ...counted.filter(Boolean)].join(', ')}`;
}
