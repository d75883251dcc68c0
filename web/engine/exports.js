/**
 * What every entry point exports besides its `createEngine`: `collection` declares an engine's collections; errors are
 * `TablatticeError`s with a stable `code`. `createMemoryHub`, `createMemoryStorage`, `createMemoryLocks` and
 * `createMemoryCache` are what tabs share, for engines of one process: in Node, in tests.
 */
export { createMemoryCache } from './cache.js';
export { collection } from './collection.js';
export { TablatticeError } from './errors.js';
export { createMemoryLocks } from './memory-locks.js';
export { createMemoryStorage } from './storage.js';
export { createMemoryHub } from './transports/memory.js';

/** @typedef {import('./error-codes.js').ErrorCode} ErrorCode */
/**
 * @template {Record<string, import('./types.js').CollectionDeclaration<any>>} [Collections=any]
 * @typedef {import('./types.js').Engine<Collections>} Engine
 */
/**
 * @template {Record<string, import('./types.js').CollectionDeclaration<any>>} [Collections=any]
 * @typedef {import('./types.js').EngineOptions<Collections>} EngineOptions
 */
/**
 * @template [Row=any]
 * @typedef {import('./types.js').Collection<Row>} Collection
 */
/**
 * @template [Row=any]
 * @typedef {import('./types.js').CollectionOptions<Row>} CollectionOptions
 */
/**
 * @template [Row=any]
 * @template [Asked=any]
 * @typedef {import('./query-types.js').View<Row, Asked>} View
 */
/**
 * @template [Row=any]
 * @template [Asked=any]
 * @typedef {import('./query-types.js').ViewResult<Row, Asked>} ViewResult
 */
/**
 * @template {string} [Name=string]
 * @template [Row=any]
 * @typedef {import('./query-types.js').Query<Name, Row>} Query
 */
/**
 * @template [Row=any]
 * @typedef {import('./query-types.js').Where<Row>} Where
 */
/**
 * @template [Row=any]
 * @typedef {import('./types.js').Write<Row>} Write
 */
/** @typedef {import('./types.js').EngineStatus} EngineStatus */
/** @typedef {import('./types.js').PendingMutation} PendingMutation */
/** @typedef {import('./types.js').Failure} Failure */
/** @typedef {import('./types.js').SyncEventRecord} SyncEventRecord */
/** @typedef {import('./types.js').Operation} Operation */
/** @typedef {import('./types.js').Transport} Transport */
/** @typedef {import('./types.js').CacheLike} CacheLike */
/** @typedef {import('./types.js').LocksLike} LocksLike */
/** @typedef {import('./types.js').Key} Key */
/** @typedef {import('./errors.js').Problem} Problem */
