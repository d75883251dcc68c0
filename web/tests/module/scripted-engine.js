/**
 * The host with an engine that does what a test says: it notes what it is told and asks for the effects that it is given.
 * So the host's part of the contract is tested by itself.
 */
import { createEngine } from '../../engine/node/index.js';

/** @typedef {import('../../engine/contract.js').Effect} Effect */

const emptyWasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const status = JSON.stringify({ pending: 0, collections: {} });
const effectsWait = 1; // a bit of the mask

/**
 * @param {import('node:test').TestContext} t
 * @param {Partial<import('../../engine/index.js').EngineOptions>} [options]
 * @param {(signal: { type: string }) => Effect[]} [react] the effects that follow a signal; of type `made`: its making
 */
export async function openScripted(t, options = {}, react = () => []) {
  const heard = {
    config: /** @type {any} */ (null),
    signals: /** @type {any[]} */ ([]),
    answers: /** @type {{ id: number, meta: any }[]} */ ([]),
  };
  const waiting = /** @type {Effect[]} */ ([]);
  const input = (/** @type {Effect[]} */ effects) => {
    waiting.push(...effects);
    return waiting.length > 0 ? effectsWait : 0;
  };
  const module = { HEAPU8: new Uint8Array(65536), told: () => 0 };
  const tell = (/** @type {string} */ text) => new TextEncoder().encodeInto(text, module.HEAPU8).written;
  class Engine {
    /** @param {string} config */
    constructor(config) {
      heard.config = JSON.parse(config);
      input(react({ type: 'made' }));
    }
    problem = () => 0;
    allocate = () => 0;
    status = () => tell(status);
    result = () => tell('{}');
    takeEffects = () => tell(JSON.stringify(waiting.splice(0)));
    receive = () => input([]);
    signal(/** @type {string} */ text) {
      heard.signals.push(JSON.parse(text));
      return input(react(JSON.parse(text)));
    }
    respond(/** @type {number} */ id, /** @type {string} */ meta) {
      heard.answers.push({ id, meta: JSON.parse(meta) });
      return 0;
    }
    delete() {}
  }
  const errors = /** @type {import('../../engine/index.js').TablatticeError[]} */ ([]);
  const engine = await createEngine({
    scope: 'test',
    collections: { slots: { endpoint: 'http://api.test/slots' } },
    onError: (error) => void errors.push(error),
    wasm: emptyWasm,
    factory: async () => ({ Engine, ...module }),
    ...options,
  });
  t.after(() => engine.destroy());
  /** @param {Effect[]} effects */
  const ask = (...effects) => {
    waiting.push(...effects);
    engine.receive('{}');
  };
  /** @param {string} type */
  const heardOf = (type) => heard.signals.filter((signal) => signal.type === type);
  return { engine, errors, heard, heardOf, ask };
}
