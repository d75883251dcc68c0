import { TablatticeError, asError } from './errors.js';

const loneSurrogate = /\p{Surrogate}/u;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** One UTF-16 code unit makes at most so many bytes. */
export const utf8BytesMax = 3;

/**
 * Refuses what the engine cannot take as text. Lone surrogates are no Unicode text: the encoder would replace them without a word.
 * @param {string} text
 * @param {string} where named in the refusal
 */
export function checkText(text, where) {
  if (typeof text !== 'string')
    throw new TablatticeError({ code: 'message_invalid', message: 'It is no text.', where });
  if (!isWellFormed(text))
    throw new TablatticeError({ code: 'text_malformed', message: 'A lone surrogate is no Unicode text.', where });
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const encodeText = (text) => encoder.encode(text);

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export const decodeText = (bytes) => decoder.decode(bytes);

/**
 * @param {string} text
 * @param {Uint8Array} room of `utf8BytesMax` for each of its code units
 * @returns {number} bytes
 */
export const encodeInto = (text, room) => encoder.encodeInto(text, room).written;

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
 * Browsers have it since 2023, at a fraction of the expression's cost.
 * @param {string} text
 */
const isWellFormed = (text) => text.isWellFormed?.() ?? !loneSurrogate.test(text);

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
  if (typeof value === 'string') checkText(value, where);
}
