/**
 * What went wrong, in the shape in which it crosses from the engine: a stable `code` (snake_case), one sentence, the place,
 * and further members (those of an API's refusal, both rows of a conflict). A slice of your own may have codes of its own.
 * @typedef {{ code: import('./error-codes.js').ErrorCode | (string & {}), message: string, where?: string, details?: unknown }} Problem
 */

/**
 * The one error class of this module. Errors are values inside the engine and become exceptions here, at the edge.
 * The codes are listed in error-codes.js and explained in web/docs/errors.md.
 */
export class TablatticeError extends Error {
  /**
   * @param {Problem} problem
   * @param {unknown} [cause] by default the details, so that an API's refusal is the cause of the rejected write
   */
  constructor({ code, message, where = '', details = null }, cause = details ?? undefined) {
    super(message, { cause });
    this.name = 'TablatticeError';
    this.code = code;
    this.where = where;
    this.details = details;
  }
}

/**
 * Anything that was thrown, as this module's error.
 * @param {unknown} error
 * @param {string} code
 * @param {string} context what failed
 * @param {string} [where]
 * @returns {TablatticeError}
 */
export function asError(error, code, context, where) {
  if (error instanceof TablatticeError) return error;
  return new TablatticeError({ code, message: `${context}: ${messageOf(error)}`, where }, error);
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @typedef {(error: TablatticeError) => void} Report never throws */

/**
 * Where errors go that have no caller: the application's `onError`, else the platform's own report.
 * @param {((error: TablatticeError) => void) | undefined} onError
 * @returns {Report}
 */
export function createReport(onError = globalThis.reportError ?? console.error) {
  return (error) => {
    try {
      onError(error);
    } catch (failure) {
      console.error(failure, error);
    }
  };
}

/**
 * @param {Record<string, any>} options
 * @param {Record<string, string[]>} types names by type, or by several. What is undefined is missing, and may be
 * @param {string} where in front of the name that `config_invalid` tells
 */
export function checkTypes(options, types, where) {
  for (const [type, names] of Object.entries(types)) {
    const wrong = names.find((name) => ![...type.split(' or '), 'undefined'].includes(typeOf(options[name])));
    const message = `${wrong} must be of type ${type}.`;
    if (wrong !== undefined) throw new TablatticeError({ code: 'config_invalid', message, where: where + wrong });
  }
}

/** @param {unknown} value */
function typeOf(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
