/**
 * Recorded calls into native engines (native-tests/simulation/node/recorded.cpp), done again with the engine's WebAssembly
 * through its bindings: each must give what it gave there, to the byte.
 */

/** @typedef {{ engine: number, call: string, arguments: any[], result: any }} Recorded */

/** Which argument is a text that goes through the engine's memory. */
const bodies = /** @type {Record<string, number>} */ ({ receive: 1, dispatch: 0, respond: 2 });

export class Replay {
  /** @type {Map<number, any>} */
  engines = new Map();
  calls = 0;

  /** @param {import('../../engine/contract.js').WasmModule} module */
  constructor(module) {
    this.module = module;
  }

  /**
   * @param {Recorded} recorded
   * @returns {string | undefined} what differs
   */
  repeat({ engine: number, call, arguments: given, result: expected }) {
    this.calls += 1;
    if (call === 'open') this.engines.set(number, new this.module.Engine(given[0], given[1]));
    const engine = this.engines.get(number);
    if (call === 'open') return undefined;
    if (call === 'close') return void (this.engines.delete(number), engine.delete());
    const returned = engine[call](...this.passed(engine, call, given));
    const result = typeof expected === 'string' ? this.told(returned) : returned;
    if (result === expected) return undefined;
    return `${call}(${given.map((each) => JSON.stringify(each)).join(', ')})\n  native ${expected}\n  wasm   ${result}`;
  }

  /** @param {number} length @returns {string} the text that was read */
  told(length) {
    const pointer = this.module.told();
    return new TextDecoder().decode(this.module.HEAPU8.subarray(pointer, pointer + length));
  }

  /**
   * The arguments as the bindings take them: a large text as the place where it lies.
   * @param {any} engine
   * @param {string} call
   * @param {any[]} given
   */
  passed(engine, call, given) {
    if (!(call in bodies)) return given;
    const bytes = new TextEncoder().encode(given[bodies[call]]);
    const pointer = engine.allocate(bytes.length);
    this.module.HEAPU8.set(bytes, pointer);
    return given.toSpliced(bodies[call], 1, pointer, bytes.length);
  }
}
