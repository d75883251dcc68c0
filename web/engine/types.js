/**
 * The types of this module; nothing here exists at run time. First what users write and read, then what crosses between host
 * and engine (web/docs/host-contract.md).
 */

// ---- rows and queries --------------------------------------------------------------------------------------------------

/** @typedef {string | number} Key */

/**
 * What a field is compared with: a value (equals) or operators.
 * @template Value
 * @typedef {object} Operators
 * @property {Value | null} [eq]
 * @property {Value | null} [ne]
 * @property {(Value | null)[]} [in]
 * @property {Value} [lt]
 * @property {Value} [lte]
 * @property {Value} [gt]
 * @property {Value} [gte]
 * @property {[Value, Value]} [between] both included
 * @property {string} [prefix]
 */

/**
 * @template Row
 * @typedef {{ [Field in keyof Row]?: Row[Field] | null | Operators<Row[Field]> }
 *   & { [path: `${string}.${string}`]: any }
 *   & { $and?: Where<Row>[], $or?: Where<Row>[], $not?: Where<Row> }} Where
 */

/**
 * A field of a row, or a dotted path into it.
 * @template Row
 * @typedef {(keyof Row & string) | `${string}.${string}`} Field
 */

/**
 * @template Row
 * @typedef {{ op: 'count', groupBy?: Field<Row> } | { op: 'sum' | 'min' | 'max', field: Field<Row>, groupBy?: Field<Row> }} Aggregate
 */

/**
 * @template Row
 * @typedef {Field<Row> | `-${Field<Row>}`} OrderTerm
 */

/**
 * @template {string} [Name=string]
 * @template [Row=any]
 * @typedef {object} Query
 * @property {Name} from
 * @property {Where<Row>} [where]
 * @property {OrderTerm<Row> | OrderTerm<Row>[]} [orderBy] `-` in front: descending; ties by key
 * @property {number} [offset]
 * @property {number | null} [limit]
 * @property {Record<string, Aggregate<Row>>} [aggregates]
 */

/**
 * Frozen; the same object until something in it changed. Rows carry `$pending: true` while a change of theirs is unanswered.
 * @template [Row=any]
 * @typedef {object} ViewResult
 * @property {readonly Readonly<Row & { $pending?: true }>[]} rows
 * @property {number} total
 * @property {Readonly<Record<string, any>>} aggregates those with groupBy are Maps
 * @property {'loading' | 'ready' | 'error'} status
 * @property {boolean} fetching
 * @property {boolean} stale
 * @property {import('./errors.js').TablatticeError | null} error
 * @property {number | null} fetchedAt Unix milliseconds
 */

/**
 * @template [Row=any]
 * @typedef {object} View
 * @property {() => ViewResult<Row>} get
 * @property {(listener: (result: ViewResult<Row>) => void, options?: { immediate?: boolean }) => () => void} subscribe
 * @property {(window: { offset?: number, limit?: number | null }) => void} setWindow
 * @property {() => void} close
 */

// ---- collections -------------------------------------------------------------------------------------------------------

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
 * @property {(row: Partial<Row>) => Write<Readonly<Row>>} create resolves with the server's row
 * @property {(id: Key, changes: Partial<{ [Field in keyof Row]: Row[Field] | null }>) => Write<Readonly<Row>>} update
 * @property {(id: Key) => Write<void>} delete
 * @property {(id: Key) => Readonly<Row & { $pending?: true }> | undefined} get the same object until the row changed
 * @property {(id: Key) => boolean} has
 * @property {() => readonly Key[]} keys
 * @property {number} size
 * @property {(id: Key, listener: (row: Readonly<Row & { $pending?: true }> | undefined) => void) => () => void} subscribe
 * @property {(options?: { force?: boolean }) => Promise<void>} refresh
 * @property {() => void} invalidate
 * @property {(body: string | Uint8Array | ArrayBuffer) => void} load takes a list's body as the poller does
 */

// ---- the engine --------------------------------------------------------------------------------------------------------

/**
 * @template {Record<string, CollectionDeclaration<any>>} [Collections=any]
 * @typedef {object} EngineOptions
 * @property {string} scope what may share state: one application and one signed-in user
 * @property {Collections} collections
 * @property {(operation: Operation) => HeadersInit | Promise<HeadersInit>} [headers] on every attempt
 * @property {() => boolean | void | Promise<boolean | void>} [onUnauthorized] true: go on
 * @property {(error: import('./errors.js').TablatticeError) => void} [onError]
 * @property {false | PollOptions} [poll]
 * @property {OutboxOptions} [outbox]
 * @property {number[]} [unauthorized] status codes that ask to sign in; default 401 and 419
 * @property {Transport[]} [transports] default in a page: BroadcastChannel and storage events; in Node none
 * @property {StorageLike | null} [storage] default localStorage; null: memory
 * @property {LocksLike | null} [locks] default navigator.locks; null: none
 * @property {(url: string, init: RequestInit) => Promise<Response>} [fetch]
 * @property {() => number} [now] Unix milliseconds
 * @property {(count: number) => Uint8Array} [random] that many random bytes
 * @property {WasmSource} [wasm]
 * @property {WasmFactory} [factory] the glue of a build of your own; needs its `wasm`
 * @property {boolean} [autoStart] default true
 */

/**
 * @typedef {{ activeMs?: number, idleMs?: number, idleAfterMs?: number, staleMs?: number, deadlineMs?: number,
 *   backoffMinMs?: number, backoffMaxMs?: number }} PollOptions
 * @typedef {{ concurrency?: number, attemptsMax?: number, queueMax?: number, deadlineMs?: number, backoffMinMs?: number,
 *   backoffMaxMs?: number, keyMemoryMs?: number }} OutboxOptions
 */

/**
 * @template [Row=any]
 * @typedef {object} CollectionState
 * @property {readonly Key[]} ids
 * @property {Readonly<Record<Key, Readonly<Row & { $pending?: true }>>>} entities
 * @property {'loading' | 'ready' | 'error'} status
 * @property {boolean} fetching
 * @property {import('./errors.js').Problem | null} error
 */

/**
 * One tab's engine. Every member works unbound. `dispatch`, `getState` and `subscribe` keep the contract of a Redux store;
 * `dispatch` throws the TablatticeError of an action that is refused.
 * @template {Record<string, CollectionDeclaration<any>>} [Collections=any]
 * @typedef {object} Engine
 * @property {<Name extends keyof Collections & string>(name: Name) => Collection<RowOf<Collections[Name]>>} collection
 * @property {<Name extends keyof Collections & string>(query: Query<Name, RowOf<Collections[Name]>>) =>
 *   View<RowOf<Collections[Name]>>} view
 * @property {<Action extends { type: string }>(action: Action) => Action} dispatch
 * @property {() => { readonly [Name in keyof Collections & string]: CollectionState<RowOf<Collections[Name]>> }} getState
 * @property {(listener: () => void) => () => void} subscribe
 * @property {() => EngineStatus} status the same object until it changed
 * @property {(listener: (status: EngineStatus) => void) => () => void} onStatus
 * @property {() => PendingMutation[]} pending
 * @property {() => Failure[]} failures
 * @property {(name: string) => void} retry
 * @property {(name: string) => void} discard
 * @property {() => Promise<void>} settled resolves when no mutation waits for its answer
 * @property {(listener: (record: SyncEventRecord) => void) => () => void} events
 * @property {(text: string) => void} receive the sync handler, for pushes
 * @property {() => void} start
 * @property {() => void} stop
 * @property {(options?: { forget?: boolean }) => Promise<void>} destroy `forget`: sign-out, in every tab of the scope
 */

/**
 * @typedef {object} EngineStatus
 * @property {string} client
 * @property {boolean | null} leader null: every tab reads for itself
 * @property {boolean} online
 * @property {boolean} outdated
 * @property {'ok' | 'expired'} auth
 * @property {number} pending
 * @property {number} failures
 * @property {Record<string, 'feed' | 'versioned' | 'plain'>} rungs
 * @property {{ mode: 'active' | 'idle' | 'hidden' | 'offline' | 'off' | 'paused', nextAt: number | null, failures: number }} poll
 * @property {Record<string, CollectionStatus>} collections
 * @property {Record<string, number>} counters
 */

/**
 * @typedef {object} CollectionStatus
 * @property {'loading' | 'ready' | 'error'} status
 * @property {boolean} fetching
 * @property {import('./errors.js').Problem | null} error
 * @property {number | null} fetchedAt
 * @property {number} size
 */

/**
 * @typedef {{ name: string, collection: string, key: Key, type: string, attempts: number, at: number }} PendingMutation
 * @typedef {{ name: string, collection: string, key: Key, type: string, payload: any, problem: import('./errors.js').Problem,
 *   at: number }} Failure
 */

/**
 * @typedef {object} SyncEventRecord
 * @property {number} at Unix milliseconds
 * @property {string} source
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

/** @typedef {Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>} StorageLike */
/**
 * @typedef {{ request(name: string, options: { signal: AbortSignal }, callback: () => Promise<void>): Promise<unknown> }} LocksLike
 */
/** @typedef {string | URL | BufferSource | WebAssembly.Module} WasmSource */
/** @typedef {(module: object) => Promise<any>} WasmFactory */

// ---- what crosses to the engine ----------------------------------------------------------------------------------------

/**
 * @typedef {object} WasmModule
 * @property {Uint8Array} HEAPU8 replaced when memory grows
 * @property {new (config: string, now: number) => WasmEngine} Engine
 * @property {(slice: string, input: string) => string} checkRules
 * @property {() => string} sliceNames
 */

/**
 * The bound class; a test compares these names with the build's. `delete` is embind's own.
 * @typedef {object} WasmEngine
 * @property {() => string} problem
 * @property {(bytes: number) => number} allocate
 * @property {(source: Source, pointer: number, length: number, now: number) => number} receive
 * @property {(pointer: number, length: number, now: number) => number} dispatch
 * @property {(id: number, meta: string, pointer: number, length: number, now: number) => number} respond
 * @property {(collection: string, pointer: number, length: number, now: number) => number} load
 * @property {(signal: string, now: number) => number} signal
 * @property {(now: number) => number} wake
 * @property {() => string} takeEffects
 * @property {(query: string) => number} openView
 * @property {(handle: number) => string} readView
 * @property {(handle: number, offset: number, limit: number) => number} setWindow
 * @property {(handle: number) => void} closeView
 * @property {(collection: string, key: string) => string} row
 * @property {(collection: string) => string} keys
 * @property {() => string} takeChanges
 * @property {() => string} status
 * @property {() => string} pending
 * @property {() => string} failures
 * @property {() => string} result
 * @property {() => void} delete
 */

/**
 * What `readView` gives: the members that changed.
 * @typedef {object} ViewPatch
 * @property {number} [total]
 * @property {Key[]} [order]
 * @property {{ key: Key, row: any }[]} [rows]
 * @property {Record<string, unknown | [unknown, unknown][]>} [aggregates]
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
 * @property {{ message: string }} [error]
 */

/**
 * @typedef {{ type: 'start' | 'stop' | 'activity' | 'focus' | 'forget' }
 *   | { type: 'visibility', visible: boolean }
 *   | { type: 'online', online: boolean }
 *   | { type: 'authorized', ok: boolean }
 *   | { type: 'refresh', collection: string, force: boolean }
 *   | { type: 'invalidate', collection: string }
 *   | { type: 'retry' | 'discard', name: string }
 *   | { type: 'stored', entries: { key: string, text: string }[] }
 *   | { type: 'orphan', client: string }
 *   | { type: 'unstored', key: string, message: string }
 *   | { type: 'transport', message: string }
 *   | { type: 'trace', on: boolean }} Signal
 */

/** @typedef {import('./errors.js').Problem | null} Outcome null: it went well */
/** @typedef {{ kind: 'settle', name: string, collection: string, key: Key, row: any, problem: Outcome }} SettleEffect */
/** @typedef {{ kind: 'refreshed', token: number, problem: Outcome }} RefreshedEffect */

/**
 * @typedef {{ kind: 'send', text: string }
 *   | { kind: 'persist', key: string, text: string | null }
 *   | { kind: 'request', id: number, operation: Operation }
 *   | { kind: 'abort', id: number }
 *   | { kind: 'wake', at: number | null }
 *   | { kind: 'watch', client: string }
 *   | { kind: 'unauthorized' }
 *   | SettleEffect
 *   | RefreshedEffect
 *   | { kind: 'report', problem: import('./errors.js').Problem }
 *   | ({ kind: 'event' } & SyncEventRecord)
 *   | { kind: 'forgotten' }} Effect
 */

export {};
