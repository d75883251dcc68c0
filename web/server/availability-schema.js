/**
 * The shape of what the API takes, as JSON schemas: which members, of which types. What a slot must be (real dates,
 * lengths, no overlap) is the slice's to say. Nothing is coerced, filled in or dropped: what does not fit is refused,
 * naming the field.
 */
import { ENTITY_TAGS_PATTERN } from './entity-tag.js';
import { RUNGS } from './rungs.js';

/** Lone surrogates cannot be stored as UTF-8: the database would silently hold another text. */
export const FORMATS = { 'well-formed': (/** @type {string} */ text) => !/\p{Surrogate}/u.test(text) };

const text = { type: 'string', format: 'well-formed' };

const id = { type: 'string', maxLength: 128, pattern: '^[A-Za-z0-9][A-Za-z0-9_.:~-]*$' };

const members = {
  therapistId: text,
  therapistName: text,
  date: text,
  startTime: text,
  endTime: text,
  isActive: { type: 'boolean' },
  notes: text,
};

/** The members that a slot may be without, and what it then has. In a merge patch, null takes them back to it. */
export const DEFAULTS = Object.freeze({ therapistName: '', isActive: true, notes: '' });

const writeHeaders = {
  type: 'object',
  properties: {
    'idempotency-key': { type: 'string', pattern: '^[!-~]{1,200}$' },
    'if-match': { type: 'string', pattern: ENTITY_TAGS_PATTERN },
  },
};

const idParameter = { type: 'object', properties: { id } };
const rung = { enum: [...RUNGS] };
const rungQuery = { type: 'object', additionalProperties: false, properties: { rung } };

export const listSchema = {
  querystring: rungQuery,
  headers: { type: 'object', properties: { 'if-none-match': { type: 'string', pattern: ENTITY_TAGS_PATTERN } } },
};

export const changesSchema = {
  querystring: {
    type: 'object',
    required: ['since'],
    additionalProperties: false,
    properties: { since: { type: 'string', pattern: '^[0-9]{1,15}$' }, rung },
  },
};

export const readSchema = { params: idParameter, querystring: rungQuery };

export const createSchema = {
  headers: writeHeaders,
  querystring: rungQuery,
  body: {
    type: 'object',
    required: ['therapistId', 'date', 'startTime', 'endTime'],
    additionalProperties: false,
    properties: { id, ...members },
  },
};

export const updateSchema = {
  params: idParameter,
  headers: writeHeaders,
  querystring: rungQuery,
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...members,
      therapistName: { ...text, nullable: true },
      isActive: { type: 'boolean', nullable: true },
      notes: { ...text, nullable: true },
    },
  },
};

export const deleteSchema = { params: idParameter, headers: writeHeaders, querystring: rungQuery };
