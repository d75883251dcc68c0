/**
 * One tab of a world: the whole module with its WebAssembly, in a page whose browser is the world. Everything that the page can
 * ask of a browser is kept as an effect for the world to carry out; everything that the world tells comes as a browser would
 * tell it. Only the module's public surface is used, with the options that an application gives.
 */
import { readFile } from 'node:fs/promises';

import './browser.js';
import { collection, createEngine } from '../../engine/index.js';
import { createDice } from './dice.js';
import { createChannels } from './page-channel.js';
import { PageCache } from './page-cache.js';
import { PageLocks } from './page-locks.js';
import { PageNetwork, origin } from './page-network.js';
import { createStorage } from './page-storage.js';
import { PageTimers } from './page-timers.js';
import { Shown } from './shown.js';

const wasm = await WebAssembly.compile(
  await readFile(new URL('../../engine/generated/tablattice.wasm', import.meta.url)),
);

/** What `onError` is never told in these worlds: the application does nothing wrong, and the browser has all that is asked for. */
const surprising = new Set([
  'callback_failed',
  'collection_unknown',
  'config_invalid',
  'engine_destroyed',
  'engine_lost',
  'key_invalid',
  'locks_failed',
  'message_invalid',
  'storage_unavailable',
  'text_malformed',
  'value_invalid',
  'view_closed',
  'wasm_not_found',
  'wasm_refused',
]);

const headersSlowPerMille = 50;
const headersMsMax = 600;

/** @typedef {{ emit: (effect: object) => void, complain: (complaint: string) => void }} Desk where a page's browser takes notes */
/** @typedef {{ config: string, newer: boolean, broken: boolean }} Opening */
/** @typedef {{ now: number, time: number, refuses: boolean, storage: Record<string, string> | null }} Moment */

export class Page {
  /** @type {object[]} */
  effects = [];
  /** @type {import('../../engine/index.js').TablatticeError[]} what `onError` was told */
  reports = [];
  /** @type {string[]} */
  complaints = [];
  /** @type {Shown[]} */
  shown = [];
  /** @type {'frozen' | 'cached' | null} */
  asleep = null;
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  navigator = { onLine: true, locks: /** @type {PageLocks | undefined} */ (undefined) };
  /** @type {import('../../engine/index.js').Engine} from `open` on */
  engine = /** @type {any} */ (undefined);
  /** @type {(ok: boolean) => void} */
  signedIn = () => {};
  now = 0;
  timeMs = 0;

  /**
   * @param {Opening} opening
   * @param {{ seed: number, keysByText: Map<string, string> }} world
   */
  constructor({ config, newer, broken }, { seed, keysByText }) {
    this.config = JSON.parse(config);
    const { client, locks, online, scope, visible } = this.config;
    const prefix = `tablattice:${scope}:`;
    this.dice = createDice(seed ^ Buffer.from(client).readUInt16BE());
    this.keysByText = keysByText;
    this.timers = new PageTimers(this);
    this.channels = createChannels(this, broken);
    this.storage = createStorage(this, { prefix, newer, keysByText });
    this.network = new PageNetwork(this);
    this.cache = new PageCache(this);
    this.locks = new PageLocks(this, prefix, lockNames);
    this.document.visibilityState = visible ? 'visible' : 'hidden';
    this.navigator = { onLine: online, locks: locks ? this.locks : undefined };
  }

  get globals() {
    const { channels, document, navigator, network, storage } = this;
    return {
      document,
      navigator,
      localStorage: storage.storage,
      BroadcastChannel: channels.Channel,
      fetch: network.fetch,
    };
  }

  /** @param {object} effect */
  emit(effect) {
    this.effects.push(effect);
  }

  /** @param {string} complaint about something that is not thrown, since the module would catch it */
  complain(complaint) {
    this.complaints.push(complaint);
  }

  /** @param {Moment} moment at which the world calls, and what the browser holds then */
  arrive({ now, time, refuses, storage }) {
    this.now = now;
    this.timeMs = time;
    this.storage.take({ refuses, storage });
  }

  async open() {
    const { client, collections, online, locks, seed, visible, ...options } = this.config;
    const randoms = [Buffer.from(client.padEnd(16, '\0')), Buffer.from(seed, 'hex')];
    this.engine = await createEngine({
      ...options,
      collections: Object.fromEntries(Object.entries(collections).map(declare)),
      autoStart: false,
      wasm,
      cache: this.cache,
      now: () => this.now,
      random: (count) => /** @type {Buffer} */ (randoms.find(({ length }) => length === count)),
      headers: () => this.headers(),
      onUnauthorized: () => this.signIn(),
      onError: (error) => void this.reports.push(error),
    });
    this.shown = Object.keys(collections).map((name) => new Shown(this.engine, name));
  }

  /** Now and then the application takes its time, and there may be much that happens meanwhile. */
  headers() {
    if (this.dice(999) >= headersSlowPerMille) return {};
    return new Promise((resolve) => this.timers.set(() => resolve({}), this.dice(headersMsMax)));
  }

  /** @returns {Promise<boolean>} */
  signIn() {
    this.emit({ kind: 'unauthorized' });
    return new Promise((resolve) => (this.signedIn = resolve));
  }

  /** @param {string} reading of the module's own */
  read(reading) {
    const { status, pending, failures } = this.engine;
    const read = /** @type {Record<string, () => unknown>} */ ({ status, pending, failures })[reading];
    if (read === undefined) throw new Error(`a page is not asked for ${reading}`);
    return read();
  }

  /** @returns {{ effects: object[], shown: Record<string, import('./shown.js').Change[]> }} since the last call */
  take() {
    if (this.complaints.length > 0) throw new Error(this.complaints[0]);
    this.timers.tell();
    const shown = this.shown.map((each) => [each.name, each.take()]).filter(([, changes]) => changes.length > 0);
    const effects = this.effects;
    this.effects = [];
    return { effects, shown: Object.fromEntries(shown) };
  }

  /** @returns {import('../../engine/index.js').TablatticeError[]} the reports since the last call; a surprising one is thrown */
  takeReports() {
    const reports = this.reports;
    this.reports = [];
    const surprise = reports.find(({ code }) => surprising.has(code));
    if (surprise) throw new Error(`onError was told ${surprise.code}: ${surprise.message}`, { cause: surprise });
    return reports;
  }
}

/** @param {[string, any]} entry of the world's configuration */
function declare([name, { feed, ...options }]) {
  const endpoint = `${origin}/${name}`;
  return [name, collection({ ...options, endpoint, feed: feed ? `${endpoint}/changes` : undefined })];
}

/** A client's lock bears its id: here that the page's random bytes make, in the world the short one behind them. */
const lockNames = {
  inside: (/** @type {string} */ name) => name.replace(/^client:(.*)/, (_, client) => `client:${idOf(client)}`),
  outside: (/** @type {string} */ name) => name.replace(/^client:(.*)/, (_, id) => `client:${clientOf(id)}`),
};
const idOf = (/** @type {string} */ client) => Buffer.from(client.padEnd(16, '\0')).toString('hex');
const clientOf = (/** @type {string} */ id) => Buffer.from(id, 'hex').toString().replace(/\0+$/, '');
