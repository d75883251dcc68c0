/**
 * The types of the hooks, alone and, by `withTypes`, over an engine whose type is known; nothing here exists at run time. A
 * context carries no type: an application names it once, as with react-redux's `withTypes`.
 */

/** @typedef {import('../index.js').Engine<any>} Engine */
/** @typedef {Engine | Promise<Engine> | null} Given what `EngineProvider` takes */

/**
 * The rows of an engine by the names of its collections. They are taken from its state: an engine's own parameter is not
 * inferred through another name of its type.
 * @template Known
 * @typedef {NonNullable<Awaited<Known>> extends { getState: () => infer State } ? { [Name in keyof State & string]:
 *   State[Name] extends import('../types.js').CollectionState<infer Row> ? Row : any } : never} RowsOf
 */

/**
 * Takes a query as that engine's `view` does, and gives its result.
 * @template Rows
 * @typedef {<Name extends keyof Rows & string, Asked extends import('../query-types.js').Asking<Rows[Name]> = {}>(
 *   query: import('../query-types.js').Query<Name, Rows[Name], Asked>) =>
 *   import('../query-types.js').ViewResult<Rows[Name], Asked>} TypedUseView
 */

/**
 * @template Rows
 * @typedef {<Name extends keyof Rows & string>(collection: Name, key: import('../types.js').Key) =>
 *   Readonly<Rows[Name] & { $pending?: true }> | undefined} TypedUseRow
 */

/**
 * `useView<Row>(query)` checks the query against that row's type; without it rows are `any`.
 * @typedef {(<Row = any>(query: import('../query-types.js').Query<string, NoInfer<Row>>) =>
 *   import('../query-types.js').ViewResult<Row>)
 *   & { withTypes: <Known extends Given>() => TypedUseView<RowsOf<Known>> }} UseView
 */

/**
 * @typedef {(<Row = any>(collection: string, key: import('../types.js').Key) => Row | undefined)
 *   & { withTypes: <Known extends Given>() => TypedUseRow<RowsOf<Known>> }} UseRow
 */

export {};
