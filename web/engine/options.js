import { declareCollection } from './collection.js';
import { checkTypes } from './errors.js';
import { jsonText } from './text.js';

/** @typedef {import('./types.js').EngineOptions<any>} EngineOptions */

/** The options that only the host reads, by type. All others go to the engine, which refuses what it does not know. */
const hostOptions = {
  function: ['headers', 'onUnauthorized', 'onError', 'identify', 'fetch', 'now', 'random', 'factory'],
  'object or null': ['storage', 'locks', 'cache'],
  'object or string': ['wasm'],
  array: ['transports'],
  boolean: ['autoStart'],
  'boolean or function': ['debug'],
};

/**
 * What `createEngine` was given, with the defaults in.
 * @typedef {ReturnType<typeof readOptions>} Settings
 */

/**
 * Refuses wrong types by name (`config_invalid`).
 * @param {EngineOptions} options
 */
export function readOptions(options) {
  checkTypes({ options: options ?? null }, { object: ['options'] }, '');
  checkTypes(options, { ...hostOptions, object: ['collections'] }, '');
  // The glue and its WebAssembly are of one build.
  if (options.factory !== undefined) checkTypes({ wasm: options.wasm ?? null }, hostOptions, '');
  const declared = Object.entries(options.collections ?? {}).map(([name, each]) => [
    name,
    declareCollection(each, name),
  ]);
  const given = Object.entries(options).filter(([, value]) => value !== undefined); // undefined hides no default
  const merged = { ...defaults, ...Object.fromEntries(given), collections: Object.fromEntries(declared) };
  return /** @type {typeof defaults & EngineOptions} */ (merged);
}

const defaults = {
  autoStart: true,
  fetch: (/** @type {string} */ url, /** @type {RequestInit} */ init) => globalThis.fetch(url, init),
  now: () => Date.now(),
  random: (/** @type {number} */ count) => crypto.getRandomValues(new Uint8Array(count)),
};

/**
 * The part of the settings that the engine reads (web/docs/host-contract.md).
 * @param {Settings} settings
 * @param {string} client
 * @param {boolean} locks whether there are any
 * @returns {string} JSON text
 */
export function engineConfig(settings, client, locks) {
  const own = Object.entries(settings).filter(([name]) => !Object.values(hostOptions).flat().includes(name));
  const collections = Object.entries(settings.collections).map(([name, each]) => [name, forEngine(each)]);
  const visible = globalThis.document?.visibilityState !== 'hidden';
  const online = globalThis.navigator?.onLine !== false;
  const seed = randomHex(settings, 32);
  const tab = { client, seed, visible, online, locks, collections: Object.fromEntries(collections) };
  return jsonText({ ...Object.fromEntries(own), ...tab }, 'options');
}

/**
 * @param {Pick<Settings, 'random'>} settings
 * @param {number} count of bytes
 */
export function randomHex({ random }, count) {
  return Array.from(random(count), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {import('./types.js').CollectionOptions<any>} options */
function forEngine({ endpoint, feed, request, response, list, ...rest }) {
  return { ...rest, feed: Boolean(feed) };
}
