/** @typedef {import('./types.js').Key} Key */
/** @typedef {import('./types.js').CollectionState} CollectionState */

/**
 * What `getState()` returns: per collection the shape of Redux Toolkit's entity adapter. A state once handed out never
 * changes; the next one shares with it every row, list of ids and collection that did not change.
 */
export class State {
  /** @type {Record<string, CollectionState>} */
  last = Object.freeze({});
  /** @type {Map<string, readonly Key[]>} the keys from which the last state was made: new ones after every change of a row */
  sources = new Map();

  /** @param {Map<string, import('./rows.js').Rows>} rows by collection */
  constructor(rows) {
    this.rows = rows;
  }

  /** @param {import('./types.js').EngineStatus} status */
  get({ collections }) {
    const parts = [...this.rows].map(
      ([name, rows]) => /** @type {const} */ ([name, this.part(rows, collections[name])]),
    );
    if (parts.some(([name, part]) => this.last[name] !== part)) this.last = Object.freeze(Object.fromEntries(parts));
    return this.last;
  }

  /**
   * @param {import('./rows.js').Rows} rows
   * @param {import('./types.js').CollectionStatus} status
   */
  part(rows, { status, fetching, error }) {
    const last = this.last[rows.name];
    const changed = this.sources.get(rows.name) !== rows.keys();
    this.sources.set(rows.name, rows.keys());
    const { ids, entities } = changed ? contents(rows, last?.ids) : last;
    const part = { ids, entities, status, fetching, error };
    const same = Object.entries(part).every(([name, value]) => last?.[/** @type {keyof part} */ (name)] === value);
    return same ? last : Object.freeze(part);
  }
}

/**
 * @param {import('./rows.js').Rows} rows
 * @param {readonly Key[] | undefined} lastIds
 */
function contents(rows, lastIds = []) {
  const ids = rows.keys();
  const same = ids.length === lastIds.length && ids.every((key, index) => key === lastIds[index]);
  const entities = Object.create(null); // so that a row whose id is `__proto__` is a row like any other
  for (const key of ids) entities[key] = rows.get(key);
  return { ids: same ? lastIds : ids, entities: Object.freeze(entities) };
}
