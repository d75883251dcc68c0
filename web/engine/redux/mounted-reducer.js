import { TablatticeError } from '../errors.js';

/** @typedef {import('./mounted-state.js').Members} Members */
/** @typedef {(state: any, action: any) => any} Reducer */

/**
 * The application's reducer with the engine's members beside what it returns. It never reads the engine: which members an
 * action brought is remembered with the action, so that DevTools may run it over old actions again and find the same past.
 * @param {Reducer} reducer
 * @param {Members} initial the members of a store that was just made
 * @param {WeakMap<object, Members>} broughtBy the members that an action brought
 * @param {WeakMap<object, any>} ownParts the application's part of a whole state, kept here
 * @returns {Reducer}
 */
export function mountReducer(reducer, initial, broughtBy, ownParts) {
  const names = Object.keys(initial);
  const ownPart = (/** @type {any} */ state) =>
    state &&
    (ownParts.get(state) ?? Object.fromEntries(Object.entries(state).filter(([name]) => !names.includes(name))));
  return (state, action) => {
    const own = ownPart(state);
    const next = reducer(own, action);
    const members = broughtBy.get(action) ?? (ownParts.has(state) ? pick(state, names) : initial);
    if (ownParts.has(state) && next === own && names.every((name) => state[name] === members[name])) return state;
    refuseClash(next, names);
    const whole = { ...next, ...members };
    ownParts.set(whole, next);
    return whole;
  };
}

/**
 * @param {any} state
 * @param {string[]} names
 * @returns {Members}
 */
function pick(state, names) {
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

/**
 * @param {any} state what the application's reducer returned
 * @param {string[]} names
 */
function refuseClash(state, names) {
  if (!isPlainObject(state))
    throw new TablatticeError({
      code: 'config_invalid',
      message: 'The state must be a plain object, as combineReducers makes it.',
      where: 'reducer',
    });
  const name = names.find((each) => each in state);
  if (name === undefined) return;
  const message =
    'The reducer has this key itself. Take it out of the reducer, or mount the engine elsewhere: mountEngine(engine, { key }).';
  throw new TablatticeError({ code: 'config_invalid', message, where: `reducer/${name}` });
}

/** @param {any} state */
function isPlainObject(state) {
  const prototype = typeof state === 'object' && state !== null ? Object.getPrototypeOf(state) : undefined;
  return prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null);
}
