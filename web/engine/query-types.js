/**
 * The types of queries and of what they give, as their users write and read them; nothing here exists at run time. Fields,
 * paths and values are checked against the row's type.
 */

/**
 * What a field is compared with: a value (equals) or operators.
 * @template Value
 * @typedef {object} Operators
 * @property {Value | null} [eq] equal; null: missing or null
 * @property {Value | null} [ne] not equal
 * @property {(Value | null)[]} [in] equal to one of these
 * @property {Value} [lt]
 * @property {Value} [lte]
 * @property {Value} [gt]
 * @property {Value} [gte]
 * @property {[Value, Value]} [between] both included
 * @property {Value extends string ? string : never} [prefix]
 */

/** @typedef {string | number | boolean | bigint | symbol | null | undefined | Date | readonly unknown[]} Leaf what no path leads into */

/**
 * A field of a row, or a dotted path into it: five names at most.
 * @template Row
 * @template {0[]} [Deep=[]]
 * @typedef {{ [Name in keyof Row & string]-?: Name | (Deep['length'] extends 4 ? never : NonNullable<Row[Name]> extends Leaf ? never
 *   : `${Name}.${Field<NonNullable<Row[Name]>, [...Deep, 0]>}`) }[keyof Row & string]} Field
 */

/**
 * What a row holds there.
 * @template Row
 * @template {string} Path
 * @typedef {Path extends keyof Row ? NonNullable<Row[Path]> : Path extends `${infer Name}.${infer Rest}`
 *   ? Name extends keyof Row ? ValueAt<NonNullable<Row[Name]>, Rest> : any : any} ValueAt
 */

/**
 * @template Row
 * @typedef {{ [Path in Field<Row>]?: ValueAt<Row, Path> | null | Operators<ValueAt<Row, Path>> }
 *   & { $and?: Where<Row>[], $or?: Where<Row>[], $not?: Where<Row> }} Where
 */

/**
 * A field that holds numbers.
 * @template Row
 * @typedef {{ [Path in Field<Row>]: ValueAt<Row, Path> extends number ? Path : never }[Field<Row>]} NumberField
 */

/**
 * @template Row
 * @typedef {{ op: 'count', groupBy?: Field<Row> } | { op: 'sum', field: NumberField<Row>, groupBy?: Field<Row> }
 *   | { op: 'min' | 'max', field: Field<Row>, groupBy?: Field<Row> }} Aggregate
 */

/**
 * Aggregates by the names that a query gives them.
 * @template [Row=any]
 * @typedef {Record<string, Aggregate<Row>>} Asking
 */

/**
 * What such an aggregate is: of no rows, a least or greatest value is null.
 * @template Row
 * @template Asked
 * @typedef {Asked extends { op: 'count' | 'sum' } ? number : Asked extends { field: infer Path extends string }
 *   ? ValueAt<Row, Path> | null : any} Figure
 */

/**
 * @template Row
 * @template Asked
 * @typedef {Asked extends { groupBy: infer Path extends string } ? ReadonlyMap<ValueAt<Row, Path> | null, Figure<Row, Asked>>
 *   : Figure<Row, Asked>} AggregateValue
 */

/**
 * @template Row
 * @template Asked
 * @typedef {0 extends 1 & Asked ? Readonly<Record<string, any>> : { readonly [Name in keyof Asked]: AggregateValue<Row, Asked[Name]> }} Aggregates
 */

/**
 * @template Row
 * @typedef {Field<Row> | `-${Field<Row>}`} OrderTerm
 */

/**
 * @template {string} [Name=string]
 * @template [Row=any]
 * @template [Asked=Asking<Row>]
 * @typedef {object} Query
 * @property {Name} from the collection
 * @property {Where<Row>} [where] all of it must hold; without it all rows match
 * @property {OrderTerm<Row> | OrderTerm<Row>[]} [orderBy] `-` in front: descending; ties by key
 * @property {number} [offset] of the window's first row; default 0
 * @property {number | null} [limit] rows of the window; null, the default: all
 * @property {Asked} [aggregates] by name, over all rows that match
 */

/**
 * Frozen; the same object until something in it changed. Rows carry `$pending: true` while a change of theirs is unanswered.
 * @template [Row=any]
 * @template [Asked=any]
 * @typedef {object} ViewResult
 * @property {readonly Readonly<Row & { $pending?: true }>[]} rows
 * @property {number} total how many rows match
 * @property {Aggregates<Row, Asked>} aggregates those with groupBy are Maps
 * @property {'loading' | 'ready' | 'error'} status
 * @property {boolean} fetching a read is under way
 * @property {boolean} stale not read whole yet, the last read failed, offline, signed out, or stopped
 * @property {import('./errors.js').TablatticeError | null} error why the last read failed; the rows stay
 * @property {number | null} fetchedAt Unix milliseconds
 */

/**
 * @template [Row=any]
 * @template [Asked=any]
 * @typedef {object} View
 * @property {() => ViewResult<Row, Asked>} get
 * @property {(listener: (result: ViewResult<Row, Asked>) => void, options?: { immediate?: boolean }) => () => void} subscribe
 * @property {(window: { offset?: number, limit?: number | null }) => void} setWindow
 * @property {() => void} close
 */

export {};
