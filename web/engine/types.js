/**
 * The types of this module, as its users write and read them; nothing here exists at run time. Those of queries are in
 * query-types.js; what crosses between host and engine is in contract.js.
 */

// ---- collections -------------------------------------------------------------------------------------------------------

/** @typedef {string | number} Key */

/**
 * What the engine wants from the API; `request` and `response` map it to any REST shape.
 * @typedef {object} Operation
 * @property {'list' | 'changes' | 'read' | 'create' | 'update' | 'delete'} type
 * @property {string} collection
 * @property {Key} [key]
 * @property {any} [since] the cursor, as the backend gave it
 * @property {Record<string, any>} [row] of a create
 * @property {Record<string, any>} [changes] of an update
 * @property {string} [ifNoneMatch] header text
 * @property {string} [ifMatch] header text
 * @property {string} [idempotencyKey]
 * @property {number} [attempt]
 * @property {any} [page] of a list: what `next` named
 */

/**
 * A response's content in the engine's words; each operation needs only its own.
 * @template Row
 * @typedef {object} ResponseParts
 * @property {Row[]} [rows]
 * @property {Row | null} [row]
 * @property {(Key | { id: Key, version?: any })[]} [gone]
 * @property {any} [cursor]
 * @property {any} [revision]
 * @property {any} [next]
 * @property {string[]} [mutations]
 */

/**
 * @template [Row=any]
 * @typedef {object} CollectionOptions
 * @property {string} [endpoint] GET list, POST, PATCH /:key, DELETE /:key
 * @property {keyof Row & string} [key] default `id`
 * @property {(keyof Row & string) | null} [version] default `version`; null: the rows have none
 * @property {'client' | 'server'} [ids] default `client`
 * @property {string | boolean} [feed] the address of the changes; true where `request` maps them
 * @property {string} [slice] the C++ slice
 * @property {'merge' | 'assign'} [patch] default `merge` (RFC 7396)
 * @property {'row' | 'collection' | 'all'} [order] what waits for what; default `row`
 * @property {'merge' | 'reject'} [conflict] what follows a 412; default `merge`
 * @property {boolean} [ifMatch] whether writes carry If-Match
 * @property {boolean} [idempotencyKeys] whether the API honours them; default: where there is a feed
 * @property {'feed' | 'versioned' | 'plain'} [rung] overrides what is found out
 * @property {boolean} [persist] keeps the confirmed rows in the cache, so that a first tab shows them before the network answers
 * @property {(operation: Operation) => RequestMapping | Promise<RequestMapping>} [request]
 * @property {(operation: Operation, response: Response) => ResponseParts<Row> | void | Promise<ResponseParts<Row> | void>} [response]
 *   called for 2xx answers
 * @property {{ params?: Record<string, any> | ((operation: Operation) => Record<string, any>),
 *   next?: (response: Response, body: any) => any }} [list] pages
 */

/** @typedef {{ url?: string | URL, init?: RequestInit }} RequestMapping what is missing is as by default */

/**
 * @template [Row=any]
 * @typedef {CollectionOptions<Row> & { readonly row?: Row }} CollectionDeclaration `row` carries the type only
 */

/**
 * @template Declaration
 * @typedef {Declaration extends CollectionDeclaration<infer Row> ? Row : any} RowOf
 */

/**
 * A write under way. Not awaited, it raises no `unhandledrejection`. Where it was refused at once, it has neither member.
 * @template Result
 * @typedef {Promise<Result> & { readonly id: Key | undefined, readonly mutation: string | undefined }} Write
 */

/**
 * @template [Row=any]
 * @typedef {object} Collection
 * @property {string} name
 * @property {string} key the field that holds a row's key
 * @property {(row: Partial<Row>) => Write<Readonly<Row>>} create resolves with the server's row
 * @property {(id: Key, changes: Partial<{ [Field in keyof Row]: Row[Field] | null }>) => Write<Readonly<Row>>} update as create
 * @property {(id: Key) => Write<void>} delete resolves when the server has deleted it
 * @property {(id: Key) => Readonly<Row & { $pending?: true }> | undefined} get the same object until the row changed
 * @property {(id: Key) => boolean} has
 * @property {() => readonly Key[]} keys of the rows that are shown
 * @property {number} size how many rows are shown
 * @property {(id: Key, listener: (row: Readonly<Row & { $pending?: true }> | undefined) => void) => () => void} subscribe
 * @property {(options?: { force?: boolean }) => Promise<void>} refresh reads where the rows are older than `poll.staleMs`, or
 *   by `force`
 * @property {() => void} invalidate something changed: one tab reads
 * @property {(body: string | Uint8Array | ArrayBuffer) => void} load takes a list's body as the poller does
 */

// ---- the engine --------------------------------------------------------------------------------------------------------

/**
 * @template {Record<string, CollectionDeclaration<any>>} [Collections=any]
 * @typedef {object} EngineOptions
 * @property {string} scope what may share state: one application and one signed-in user
 * @property {Collections} collections by name
 * @property {(operation: Operation) => HeaderLines | Promise<HeaderLines>} [headers] asked for every attempt of every request
 * @property {() => boolean | void | Promise<boolean | void>} [onUnauthorized] asked once, in one
 *   tab, where the API no longer knows the user; true: go on
 * @property {(error: import('./errors.js').TablatticeError) => void} [onError] gets errors that no caller gets; default: the platform's
 *   `reportError`
 * @property {string} [identity] whose the scope is; an answer for another (`identify`) stops the engine: `identity_mismatch`
 * @property {(response: Response) => string | null | undefined} [identify] for whom an answer was made, as a header of it says
 * @property {false | import('./numbers.js').PollOptions} [poll] false: off
 * @property {import('./numbers.js').OutboxOptions} [outbox]
 * @property {import('./numbers.js').TabsOptions} [tabs]
 * @property {number[]} [unauthorized] status codes that ask to sign in; default 401 and 419
 * @property {Transport[]} [transports] default in a page: BroadcastChannel and storage events; in Node none
 * @property {StorageLike | null} [storage] default localStorage; null: memory
 * @property {LocksLike | null} [locks] default navigator.locks; null: none, tabs elect their leader by messages alone
 * @property {CacheLike | null} [cache] where collections that `persist` are kept; default IndexedDB; null, as in Node: nowhere
 * @property {(url: string, init: RequestInit) => Promise<Response>} [fetch] default the platform's
 * @property {() => number} [now] Unix milliseconds
 * @property {(count: number) => Uint8Array} [random] that many random bytes
 * @property {WasmSource} [wasm] default the file beside the module
 * @property {WasmFactory} [factory] the glue of a build of your own; needs its `wasm`
 * @property {boolean} [autoStart] default true; false: `start()` is yours to call
 * @property {boolean | ((line: string) => void)} [debug] tells every sync event, request, error and change of the tab's standing, a
 *   line each: true writes them by `console.debug`. Rows are named by their keys, never shown
 */

/**
 * The type of a row's key, where the key is its field `id`.
 * @template Row
 * @typedef {Row extends { id: infer Id extends Key } ? Id : any} IdOf
 */

/**
 * A collection as RTK's entity adapter has it. `ids` is frozen; its type is the one that the adapter's selectors take.
 * @template [Row=any]
 * @typedef {object} CollectionState
 * @property {IdOf<Row>[]} ids
 * @property {Readonly<Record<Key, Readonly<Row & { $pending?: true }>>>} entities
 * @property {'loading' | 'ready' | 'error'} status
 * @property {boolean} fetching
 * @property {import('./errors.js').Problem | null} error
 */

/**
 * What is given, without fields that a row does not have.
 * @template Row
 * @template Given
 * @typedef {Partial<{ [Name in keyof Row]: Row[Name] | null }> & { [Extra in Exclude<keyof Given, keyof Row>]: never }} Fields
 */

/**
 * What an action on a row carries; of a slice's own actions, and of other parts of a store, nothing is said.
 * @template Row
 * @template Word
 * @template Action
 * @typedef {Word extends 'create' ? { payload: Fields<Row, Action extends { payload: infer Given } ? Given : {}> }
 *   : Word extends 'update' ? { payload: { id: Key,
 *     changes: Fields<Row, Action extends { payload: { changes: infer Given } } ? Given : {}> } }
 *   : Word extends 'delete' ? { payload: Key | { id: Key } } : unknown} RowAction
 */

/**
 * @template Collections
 * @template Action
 * @typedef {string extends keyof Collections ? unknown
 *   : Action extends { type: `${infer Name extends keyof Collections & string}/${infer Word}` }
 *   ? RowAction<RowOf<Collections[Name]>, Word, Action> : unknown} OwnAction
 */

/**
 * One tab's engine. Every member works unbound. `dispatch`, `getState` and `subscribe` keep the contract of a Redux store;
 * `dispatch` throws the TablatticeError of an action that is refused.
 * @template {Record<string, CollectionDeclaration<any>>} [Collections=any]
 * @typedef {object} Engine
 * @property {<Name extends keyof Collections & string>(name: Name) => Collection<RowOf<Collections[Name]>>} collection
 * @property {<Name extends keyof Collections & string, Asked extends import('./query-types.js').Asking<RowOf<Collections[Name]>> = {}>(
 *   query: import('./query-types.js').Query<Name, RowOf<Collections[Name]>, Asked>, options?: { paceMs?: number }) =>
 *   import('./query-types.js').View<RowOf<Collections[Name]>, Asked>} view `paceMs`: its listeners are told a change at once, and what
 *   follows close upon it once in so many milliseconds
 * @property {<Type extends string, Action extends { type: Type }>(action: Action & OwnAction<Collections, Action>) => Action} dispatch returns the
 *   action; listeners are told before
 * @property {() => { readonly [Name in keyof Collections & string]: CollectionState<RowOf<Collections[Name]>> }} getState rows
 *   as RTK's entities
 * @property {(listener: () => void) => () => void} subscribe calls after each change of state
 * @property {() => EngineStatus} status the same object until it changed
 * @property {(listener: (status: EngineStatus) => void) => () => void} onStatus calls when the status changed
 * @property {() => PendingMutation[]} pending the changes that wait for their outcome
 * @property {() => Failure[]} failures refused changes that no promise waits for
 * @property {(name: string) => void} retry dispatches a failure again
 * @property {(name: string) => void} discard lets a failure go
 * @property {() => Promise<void>} settled resolves when no mutation waits for its answer
 * @property {(listener: (record: SyncEventRecord) => void) => () => void} events calls with every sync event
 * @property {(text: string) => void} receive the sync handler, for pushes
 * @property {() => void} start attaches the inputs: tabs, storage, activity, polls
 * @property {() => void} stop detaches them; may be started again
 * @property {(options?: { forget?: boolean }) => Promise<void>} destroy `forget`: sign-out, in every tab of the scope
 */

/**
 * @typedef {object} EngineStatus
 * @property {string} client this tab's engine, a random id
 * @property {string | null} leader the leading tab's client, as far as this one knows; null: it knows of none
 * @property {'leader' | 'follower'} role this tab's: only the leader polls
 * @property {boolean} online what the browser says of the network
 * @property {boolean} outdated another tab runs a newer version; offer a reload
 * @property {'ok' | 'expired'} auth expired: all waits for `onUnauthorized`
 * @property {number} pending changes that wait for their outcome
 * @property {number} failures refused changes that wait for `retry` or `discard`
 * @property {Record<string, 'feed' | 'versioned' | 'plain'>} rungs by collection
 * @property {{ mode: 'active' | 'idle' | 'hidden' | 'offline' | 'off' | 'paused', nextAt: number | null, failures: number }} poll
 * @property {Record<string, CollectionStatus>} collections by name
 * @property {Counters} counters
 */

/**
 * Since the engine was made. Of sync events: joined, stale, duplicate, refused; of messages: malformed, sent; of repairs: gaps
 * that were seen, collections that a digest found different and that were healed, mutations adopted from dead tabs, steals of
 * the leader's lock; beats, reads and writes sent.
 * @typedef {{ [Name in 'joined' | 'stale' | 'duplicate' | 'refused' | 'malformed' | 'sent' | 'gaps' | 'healed' | 'adopted' | 'steals'
 *   | 'beats' | 'reads' | 'writes']: number }} Counters
 */

/**
 * @typedef {object} CollectionStatus
 * @property {'loading' | 'ready' | 'error'} status
 * @property {boolean} fetching a read is under way
 * @property {boolean} stale not read whole yet, the last read failed, offline, signed out, or stopped
 * @property {import('./errors.js').Problem | null} error why the last read failed
 * @property {number | null} fetchedAt Unix milliseconds; null: never
 * @property {number} size rows that are shown
 * @property {number | null} progress of a long list that is being joined, from 0 to 1; null: none is
 */

/**
 * @typedef {{ name: string, collection: string, key: Key, type: string, attempts: number, at: number }} PendingMutation
 * @typedef {{ name: string, collection: string, key: Key, type: string, payload: any, problem: import('./errors.js').Problem,
 *   at: number }} Failure
 */

/**
 * @typedef {object} SyncEventRecord
 * @property {number} at Unix milliseconds
 * @property {'dispatch' | 'response' | 'state' | Source} source
 * @property {'joined' | 'stale' | 'duplicate' | 'refused'} verdict
 * @property {any} event
 * @property {{ collection: string, key: Key, change: 'created' | 'updated' | 'deleted', row: any }[]} changes
 */

// ---- what a host may be given ------------------------------------------------------------------------------------------

/** @typedef {'channel' | 'storage' | 'memory' | 'push'} Source */

/**
 * @typedef {object} Transport
 * @property {Source} [source] default `channel`
 * @property {(text: string) => void} send
 * @property {(listener: (text: string) => void) => () => void} onReceive
 * @property {() => void} close may be opened again by `send` and `onReceive`
 */

/**
 * As localStorage is one.
 * @typedef {object} StorageLike
 * @property {number} length
 * @property {(index: number) => string | null} key
 * @property {(key: string) => string | null} getItem
 * @property {(key: string, value: string) => void} setItem
 * @property {(key: string) => void} removeItem
 */

/** @typedef {{ signal?: AbortSignal, steal?: boolean }} LockOptions */
/**
 * A lock manager, as `navigator.locks` is one: a lock is held as long as what `callback` returned lasts.
 * @typedef {object} LocksLike
 * @property {(name: string, options: LockOptions, callback: () => unknown) => Promise<unknown>} request
 * @property {() => Promise<{ held?: { name?: string }[], pending?: { name?: string }[] }>} query rejects where locks may not be used
 */

/** @typedef {{ key: string, text: string }} Entry */
/** @typedef {{ key: string, text: string | null }} EntryChange null removes */
/**
 * Keeps texts by scope and key. What it loses costs a start without rows, nothing else.
 * @typedef {object} CacheLike
 * @property {(scope: string) => Promise<Entry[]>} read everything of the scope
 * @property {(scope: string, entries: EntryChange[]) => Promise<void>} write all or nothing
 * @property {(scope: string) => Promise<void>} wipe everything of the scope
 */
// Written so that a server's project needs no DOM library to check them.
/** @typedef {Headers | Record<string, string> | [string, string][]} HeaderLines */
/** @typedef {ArrayBuffer | ArrayBufferView} Bytes */
/** @typedef {typeof globalThis extends { WebAssembly: { Module: new (...given: any[]) => infer Code } } ? Code : never} WasmCode a
 * `WebAssembly.Module` */
/** @typedef {string | URL | Bytes | WasmCode} WasmSource an address, or what is there */
/** @typedef {(module: object) => Promise<any>} WasmFactory */

export {};
