/**
 * The types of what crosses between host and engine (web/docs/host-contract.md); nothing here exists at run time.
 */

/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').EntryChange} EntryChange */
/** @typedef {Entry & { next: string }} Guard an outbox entry as it must still be stored, and as it is with the request */
/** @typedef {import('./types.js').Key} Key */
/** @typedef {import('./types.js').Operation} Operation */
/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').SyncEventRecord} SyncEventRecord */

/**
 * @typedef {object} WasmModule
 * @property {Uint8Array} HEAPU8 replaced when memory grows
 * @property {new (config: string, now: number) => WasmEngine} Engine
 * @property {(slice: string, input: string) => string} checkRules
 * @property {() => string} sliceNames
 * @property {() => number} told
 */

/**
 * The bound class; a test compares these names with the build's. `delete` is embind's own. A text that is read is a number: its
 * bytes, which lie where `told()` says.
 * @typedef {object} WasmEngine
 * @property {() => number} problem
 * @property {(bytes: number) => number} allocate
 * @property {(source: Source, pointer: number, length: number, now: number) => number} receive
 * @property {(pointer: number, length: number, now: number) => number} dispatch
 * @property {(id: number, meta: string, pointer: number, length: number, now: number) => number} respond
 * @property {(collection: string, pointer: number, length: number, now: number) => number} load
 * @property {(signal: string, now: number) => number} signal
 * @property {(now: number) => number} wake
 * @property {() => number} takeEffects
 * @property {(query: string) => number} openView
 * @property {(handle: number, offset: number, limit: number) => number} setWindow
 * @property {(handle: number) => void} closeView
 * @property {(collection: string, key: string) => number} row
 * @property {(collection: string, keys: string) => number} rows
 * @property {(collection: string) => number} keys
 * @property {() => number} takeNews
 * @property {(on: boolean) => void} keepBefore
 * @property {() => number} status
 * @property {() => number} pending
 * @property {() => number} failures
 * @property {() => number} result
 * @property {() => void} delete
 */

/**
 * What `takeNews` gives: by collection the keys of the rows that changed, while they are kept how they were, and patches by handle.
 * @typedef {object} News
 * @property {Record<string, (Key | null)[]>} changes null: besides, many rows came that were not there
 * @property {Record<string, [key: Key, row: any][]>} [before]
 * @property {[handle: number, patch: ViewPatch][]} views
 */

/**
 * What `takeNews` gives of one view: the members that changed.
 * @typedef {object} ViewPatch
 * @property {number} [total]
 * @property {[place: number, removed: number, added: any[]][]} [splices] of the window as it was told last, by place
 * @property {Record<string, unknown>} [aggregates] those without groups
 * @property {Record<string, { whole: boolean, values: [unknown, unknown][] }>} [groups]
 * @property {'loading' | 'ready' | 'error'} [status]
 * @property {boolean} [fetching]
 * @property {boolean} [stale]
 * @property {import('./errors.js').Problem | null} [error]
 * @property {number | null} [fetchedAt]
 */

/**
 * @typedef {object} AnswerMeta
 * @property {number} status
 * @property {string} [etag]
 * @property {string} [retryAfter]
 * @property {string} [contentType]
 * @property {boolean} [mapped]
 * @property {string} [identity]
 * @property {string | null} [entry]
 * @property {{ message: string }} [error]
 */

/**
 * @typedef {{ type: 'start' | 'stop' | 'suspend' | 'activity' | 'focus' | 'forget' }
 *   | { type: 'visibility', visible: boolean }
 *   | { type: 'online', online: boolean }
 *   | { type: 'authorized', ok: boolean }
 *   | { type: 'refresh', collection: string, force: boolean }
 *   | { type: 'invalidate', collection: string }
 *   | { type: 'retry' | 'discard', name: string }
 *   | { type: 'stored' | 'cached', entries: Entry[] }
 *   | { type: 'lock', name: string, held: boolean }
 *   | { type: 'unstored', key: string, message: string }
 *   | { type: 'transport' | 'uncached', message: string }
 *   | { type: 'trace', on: boolean }} Signal
 */

/** @typedef {import('./errors.js').Problem | null} Outcome null: it went well */
/** @typedef {{ kind: 'settle', name: string, collection: string, key: Key, row: any, problem: Outcome }} SettleEffect */
/** @typedef {{ kind: 'refreshed', token: number, problem: Outcome }} RefreshedEffect */

/**
 * @typedef {{ kind: 'send', text: string }
 *   | { kind: 'persist', key: string, text: string | null, held?: (string | null)[] }
 *   | { kind: 'request', id: number, operation: Operation, entry?: Guard }
 *   | { kind: 'abort', id: number }
 *   | { kind: 'wake', at: number | null }
 *   | { kind: 'lock', name: string, steal?: boolean }
 *   | { kind: 'unlock', name: string }
 *   | { kind: 'scan' | 'recall' }
 *   | { kind: 'cache', entries: EntryChange[] }
 *   | { kind: 'unauthorized' }
 *   | SettleEffect
 *   | RefreshedEffect
 *   | { kind: 'report', problem: import('./errors.js').Problem }
 *   | ({ kind: 'event' } & SyncEventRecord)
 *   | { kind: 'forgotten' }} Effect
 */

export {};
