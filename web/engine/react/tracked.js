import { useMemo, useSyncExternalStore } from 'react';

/**
 * A store's value of which a component renders only what it reads: it renders again when one of the members that it has
 * read changed. (A view's `fetching` changes twice with every poll; a component that shows rows need not know.)
 *
 * @template {object} Value
 */
class Tracked {
  /** @type {Set<keyof Value>} */
  #read = new Set();
  /** @type {{ value: Value, face: Value } | null} what the component was shown last */
  #shown = null;
  #same;

  /** @param {(one: unknown, other: unknown) => boolean} same */
  constructor(same) {
    this.#same = same;
  }

  /**
   * @param {Value} value
   * @returns {Value} a frozen object with `value`'s members: the same one while no member that was read has changed. Those
   *   that were not read yet are up to date in it all the same
   */
  show(value) {
    const shown = this.#shown;
    if (shown && [...this.#read].every((name) => this.#same(shown.value[name], value[name]))) {
      shown.value = value;
      return shown.face;
    }
    const next = /** @type {{ value: Value, face: Value }} */ ({ value });
    next.face = this.#face(next);
    this.#shown = next;
    return next.face;
  }

  /**
   * @param {{ value: Value }} shown
   * @returns {Value}
   */
  #face(shown) {
    const names = /** @type {(keyof Value)[]} */ (Object.keys(shown.value));
    const member = (/** @type {keyof Value} */ name) => ({
      enumerable: true,
      get: () => {
        this.#read.add(name);
        return shown.value[name];
      },
    });
    const members = Object.fromEntries(names.map((name) => [name, member(name)]));
    return Object.freeze(Object.defineProperties(/** @type {Value} */ ({}), members));
  }
}

/**
 * `useSyncExternalStore` over a value of which only what is read counts.
 *
 * @template {object} Value
 * @param {(listener: () => void) => () => void} subscribe another function: another store
 * @param {() => Value} get
 * @param {Value} empty what a server renders, and what is shown while that is hydrated
 * @param {(one: any, other: any) => boolean} [same]
 * @returns {Value}
 */
export function useTracked(subscribe, get, empty, same = Object.is) {
  const store = useMemo(
    () => ({ subscribe, tracked: /** @type {Tracked<Value>} */ (new Tracked(same)) }),
    [subscribe, same],
  );
  const show = () => store.tracked.show(get());
  return useSyncExternalStore(store.subscribe, show, () => store.tracked.show(empty));
}
