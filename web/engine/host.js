import { TablatticeError, asError, messageOf } from './errors.js';
import { checkText, decodeText, encodeInto, encodeText, utf8BytesMax } from './text.js';

/** @typedef {import('./contract.js').WasmEngine} WasmEngine */
/** @typedef {import('./contract.js').Effect} Effect */
/** @typedef {(engine: WasmEngine, pointer: number, length: number, now: number) => number} Call hands over what lies there */

/** The bits of the mask that every input returns. */
const mask = { effects: 1, changes: 2, status: 4, refused: 8 };

/** A text of up to so many code units is written into the engine's memory in one pass, with room for the longest that it may be. */
const inPlaceMax = 16384;

/**
 * Carries bytes into the engine and its effects out of it. Effects are executed in a microtask after the input, in order;
 * then listeners are told, once, whatever number of inputs the task held. `notify()` tells them sooner.
 */
export class Host {
  /** Counts what may have changed the status: inputs, and effects that were taken. */
  inputs = 0;
  /** Rows or views changed in the engine since they were brought up to date here. */
  behind = false;
  /** @type {TablatticeError | null} why no call is possible any more */
  ended = null;
  /** What the listeners have not been told yet, as mask bits. */
  news = 0;
  turnWaits = false;
  /** There are effects to be taken, as far as is known: a new engine has some. */
  effectsWait = true;

  /**
   * Throws the engine's problem where it refuses the configuration.
   * @param {import('./contract.js').WasmModule} module
   * @param {string} config JSON text
   * @param {() => number} now Unix milliseconds
   * @param {import('./core.js').Core} core whose parts are told
   */
  constructor(module, config, now, core) {
    this.module = module;
    this.now = now;
    this.core = core;
    this.engine = new module.Engine(config, now());
    const problem = this.readText((engine) => engine.problem());
    if (problem !== '') throw this.destroy(new TablatticeError(JSON.parse(problem)));
  }

  /**
   * Calls into the engine. A trap leaves its memory in an unknown state, so it is the last call.
   * @template Result
   * @param {(engine: WasmEngine) => Result} call
   * @returns {Result}
   */
  read(call) {
    if (this.ended !== null) throw this.ended;
    try {
      return call(this.engine);
    } catch (error) {
      const message = `The engine broke down and is stopped; what it had stored is intact: ${messageOf(error)}`;
      this.ended = new TablatticeError({ code: 'engine_lost', message }, error);
      this.core.report(this.ended);
      this.core.end(this.ended);
      throw this.ended;
    }
  }

  /**
   * A text is taken where the engine has it: its bytes are gone over once.
   * @param {(engine: WasmEngine) => number} call
   * @returns {string}
   */
  readText(call) {
    return this.read((engine) => {
      const length = call(engine);
      const pointer = this.module.told();
      return decodeText(this.module.HEAPU8.subarray(pointer, pointer + length));
    });
  }

  /**
   * @param {(engine: WasmEngine) => number} call
   * @returns {any}
   */
  readJson(call) {
    return JSON.parse(this.readText(call));
  }

  /**
   * One input.
   * @param {(engine: WasmEngine, now: number) => number} call
   * @returns {number} the mask
   */
  input(call) {
    const bits = this.read((engine) => call(engine, this.now()));
    this.inputs += 1;
    this.news |= bits & (mask.changes | mask.status);
    if (bits & mask.effects) this.effectsWait = true;
    if (bits & mask.changes) this.behind = true;
    if (bits !== 0) this.schedule();
    return bits;
  }

  /** Brings rows and views up to date, before anybody reads them. What several inputs changed crosses at once. */
  catchUp() {
    if (!this.behind) return;
    const { rows, state, views } = this.core;
    state.release();
    /** @type {import('./contract.js').News} */
    const { changes, before = {}, views: patches } = this.readJson((engine) => engine.takeNews());
    this.behind = false;
    for (const [name, keys] of Object.entries(changes)) rows.get(name)?.invalidate(keys, before[name]);
    views.merge(patches);
  }

  /**
   * An input with a body. Memory may grow with any call, which detaches the views of it: HEAPU8 is read afresh each time.
   * @param {Uint8Array} bytes
   * @param {Call} call
   */
  inputBytes(bytes, call) {
    return this.input((engine, now) => {
      const pointer = engine.allocate(bytes.length);
      this.module.HEAPU8.set(bytes, pointer);
      return call(engine, pointer, bytes.length, now);
    });
  }

  /**
   * An input with a text.
   * @param {string} text
   * @param {string} where named where it is refused
   * @param {Call} call
   */
  inputText(text, where, call) {
    checkText(text, where);
    if (text.length > inPlaceMax) return this.inputBytes(encodeText(text), call);
    return this.input((engine, now) => {
      const room = utf8BytesMax * text.length;
      const pointer = engine.allocate(room);
      return call(engine, pointer, encodeInto(text, this.module.HEAPU8.subarray(pointer, pointer + room)), now);
    });
  }

  /**
   * @param {number} bits the mask of an input
   * @returns {Record<string, any>} what it left; throws the problem where it was refused
   */
  result(bits) {
    const result = this.readJson((engine) => engine.result());
    if (bits & mask.refused) throw new TablatticeError(result.problem);
    return result;
  }

  /** @param {import('./contract.js').Signal} signal */
  signal(signal) {
    const text = JSON.stringify(signal);
    return this.result(this.input((engine, now) => engine.signal(text, now)));
  }

  /**
   * A signal that nobody waits for.
   * @param {import('./contract.js').Signal} signal
   */
  tell(signal) {
    this.outside(() => this.signal(signal));
  }

  /**
   * The sync handler's entrance: nothing that it is given makes it throw. What the engine refuses it reports itself.
   * @param {import('./types.js').Source} source
   * @param {string} text
   */
  receive(source, text) {
    this.outside(() => {
      this.inputText(text, source, (engine, ...place) => engine.receive(source, ...place));
    });
  }

  /**
   * Runs what has no caller to throw to. Once the engine has ended there is nothing more to tell.
   * @type {(work: () => void) => void}
   */
  outside = (work) => {
    try {
      if (this.ended === null) work();
    } catch (error) {
      if (this.ended === null) this.core.report(asError(error, 'callback_failed', 'Application code threw'));
    }
  };

  /** Executes the effects that wait. */
  pump() {
    this.inputs += 1;
    this.effectsWait = false;
    /** @type {Effect[]} */
    const effects = this.readJson((engine) => engine.takeEffects());
    for (const effect of effects) this.outside(() => this.core.execute(effect));
  }

  /** Tells the listeners what they have not been told yet. */
  notify() {
    const { news } = this;
    this.news = 0;
    if (news) this.outside(() => this.core.turn((news & mask.status) !== 0));
  }

  /**
   * Frees the engine's memory.
   * @param {TablatticeError} [reason] what every later call throws
   */
  destroy(reason = new TablatticeError({ code: 'engine_destroyed', message: 'The engine was destroyed.' })) {
    this.outside(() => this.catchUp()); // states that are held read the rows as they were
    if (this.ended === null) this.engine.delete();
    this.ended = reason;
    return reason;
  }

  schedule() {
    if (this.turnWaits) return;
    this.turnWaits = true;
    queueMicrotask(() => {
      this.turnWaits = false;
      if (this.effectsWait) this.outside(() => this.pump());
      this.notify();
    });
  }
}
