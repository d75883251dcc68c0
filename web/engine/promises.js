import { TablatticeError } from './errors.js';
import { deepFreeze } from './rows.js';

/** @typedef {import('./types.js').Key} Key */
/** @typedef {{ resolve: (value?: any) => void, reject: (error: unknown) => void }} Waiting */

/**
 * The promises that wait for the engine: writes by mutation name, refreshes by token, and `settled()`.
 */
export class Promises {
  /** @type {Map<string | number | symbol, Waiting>} */
  waiting = new Map();

  /**
   * @param {string | number | symbol} name
   * @returns {Promise<any>}
   */
  wait(name) {
    return new Promise((resolve, reject) => this.waiting.set(name, { resolve, reject }));
  }

  /**
   * @param {string | number | symbol} name
   * @param {import('./errors.js').Problem | null} problem null: it went well
   * @param {unknown} [value]
   */
  settle(name, problem, value) {
    const waiting = this.waiting.get(name);
    this.waiting.delete(name);
    if (problem === null) waiting?.resolve(deepFreeze(value) ?? undefined);
    else waiting?.reject(new TablatticeError(problem));
  }

  /** No mutation waits for its answer any more. */
  settleAll() {
    for (const name of this.waiting.keys()) if (typeof name === 'symbol') this.settle(name, null);
  }

  /** @param {TablatticeError} error why nothing will be answered any more */
  failAll(error) {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/**
 * A promise that may be left alone: rows, status and `failures()` tell of its end too.
 * @template {Promise<any>} Left
 * @param {Left} promise
 * @returns {Left}
 */
export function quiet(promise) {
  promise.catch(() => {});
  return promise;
}

/**
 * A write's promise, as its caller gets it.
 * @param {Promise<any>} promise
 * @param {{ name?: string, key?: Key }} mutation empty where it was refused at once
 * @returns {import('./types.js').Write<any>}
 */
export function asWrite(promise, { name, key }) {
  return Object.assign(quiet(promise), { id: key, mutation: name });
}
