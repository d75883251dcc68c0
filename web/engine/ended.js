/** @typedef {import('./errors.js').TablatticeError} TablatticeError */

const codes = ['engine_destroyed', 'engine_lost'];

/**
 * Components may render once more after their engine has ended (at sign-out, say). They then show what is left, and
 * don't fall: whoever ended it knows, and `onError` has told of an engine that broke down.
 *
 * @template Value
 * @param {() => Value} read
 * @param {() => Value} ended gives the value where the engine has ended
 * @returns {Value}
 */
export function orEnded(read, ended) {
  try {
    return read();
  } catch (error) {
    if (codes.includes(/** @type {TablatticeError} */ (error)?.code)) return ended();
    throw error;
  }
}
