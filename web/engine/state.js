/** @typedef {import('./types.js').Key} Key */

/**
 * What `getState()` returns: per collection the shape of Redux Toolkit's entity adapter. A state once handed out never
 * changes; the next one shares with it every row, list of ids and collection that did not change.
 */
export class State {
  version = -1;
  /** @type {Record<string, any>} */
  last = Object.freeze({});

  /**
   * @param {import('./host.js').Host} host
   * @param {Map<string, import('./rows.js').Rows>} rows by collection
   */
  constructor(host, rows) {
    this.host = host;
    this.rows = rows;
  }

  /** @param {import('./types.js').EngineStatus} status */
  get({ collections }) {
    if (this.version === this.host.version) return this.last;
    const parts = [...this.rows].map(([name, rows]) => [name, this.part(rows, collections[name])]);
    if (parts.some(([name, part]) => this.last[name] !== part)) this.last = Object.freeze(Object.fromEntries(parts));
    this.version = this.host.version;
    return this.last;
  }

  /**
   * @param {import('./rows.js').Rows} rows
   * @param {import('./types.js').CollectionStatus} status
   */
  part(rows, { status, fetching, error }) {
    const last = this.last[rows.name] ?? {};
    const { ids, entities } = this.contents(rows, last);
    const part = { ids, entities, status, fetching, error };
    return Object.entries(part).every(([name, value]) => last[name] === value) ? last : Object.freeze(part);
  }

  /**
   * @param {import('./rows.js').Rows} rows
   * @param {{ ids?: readonly Key[], entities?: Record<Key, any> }} last
   */
  contents(rows, last) {
    const changed = last.ids === undefined ? rows.keys() : [...rows.unread];
    rows.unread.clear();
    if (last.ids !== undefined && changed.length === 0) return last;
    // Without a prototype, a row whose id is `__proto__` is a row like any other.
    const entities = Object.assign(Object.create(null), last.entities);
    let { ids = rows.keys() } = last;
    for (const key of changed) {
      const row = rows.get(key);
      if (key in entities !== (row !== undefined)) ids = rows.keys();
      if (row === undefined) delete entities[key];
      else entities[key] = row;
    }
    return { ids, entities: Object.freeze(entities) };
  }
}
