import { TablatticeError, asError } from './errors.js';

const loneSurrogate = /\p{Surrogate}/u;

/**
 * Text as the engine takes it. Lone surrogates are no Unicode text: the encoder would replace them without a word.
 * @param {string} text
 * @param {string} where named in the refusal
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function encodeText(text, where) {
  if (typeof text !== 'string')
    throw new TablatticeError({ code: 'message_invalid', message: 'It is no text.', where });
  refuseFlaw(text, where);
  return new TextEncoder().encode(text);
}

/**
 * The JSON text of a value that the application handed in. Refuses, by the member's name, what JSON would lose or change
 * without a word: lone surrogates, numbers that are not finite, functions, symbols, BigInts, cycles. Members that are
 * undefined are left out, as everywhere in JSON, unless `strict`: a condition that vanishes would match every row.
 * @param {unknown} value
 * @param {string} where
 * @param {{ strict?: boolean }} [options]
 * @returns {string}
 */
export function jsonText(value, where, { strict = false } = {}) {
  const check = (/** @type {string} */ name, /** @type {unknown} */ member) => {
    refuseFlaw(name, where);
    refuseFlaw(member, name === '' ? where : `${where}.${name}`, strict || name === '');
    return member;
  };
  try {
    return JSON.stringify(value, check);
  } catch (error) {
    throw asError(error, 'value_invalid', 'No JSON value', where);
  }
}

/**
 * @param {unknown} value
 * @param {string} where
 * @param {boolean} [strict]
 */
function refuseFlaw(value, where, strict = false) {
  const lost = ['function', 'symbol', 'bigint'].includes(typeof value) || (strict && value === undefined);
  if (lost || (typeof value === 'number' && !Number.isFinite(value))) {
    throw new TablatticeError({ code: 'value_invalid', message: `JSON has no ${String(value)}.`, where });
  }
  if (typeof value !== 'string' || !loneSurrogate.test(value)) return;
  throw new TablatticeError({ code: 'text_malformed', message: 'A lone surrogate is no Unicode text.', where });
}
