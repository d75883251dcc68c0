import { useSyncExternalStore } from 'react';

/**
 * A value that lives outside React, such as what a callback of the engine has to say.
 *
 * @template Value
 */
export class Store {
  #value;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Value} value */
  constructor(value) {
    this.#value = value;
  }

  get = () => this.#value;

  /** @param {Value} value */
  set = (value) => {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  };

  /** @param {() => void} listener */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/**
 * @template Value
 * @param {Store<Value>} store
 */
export function useStore(store) {
  return useSyncExternalStore(store.subscribe, store.get);
}
