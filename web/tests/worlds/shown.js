/** @typedef {Readonly<any>} Row with its key in `id` */
/** @typedef {{ key: string, row: Row | null }} Change */

/**
 * What a page's user sees of one collection: what a view's listener was told last. Whenever that changes, everything that the
 * module offers must say the same: the view, the rows by key, the state.
 */
export class Shown {
  /** @type {Map<string, Row>} as the world was told */
  told = new Map();
  /** @type {readonly Row[] | null} */
  checked = null;

  /**
   * @param {import('../../engine/index.js').Engine} engine
   * @param {string} name
   */
  constructor(engine, name) {
    this.name = name;
    this.engine = engine;
    this.rows = engine.collection(name);
    this.view = engine.view({ from: name, orderBy: ['id'] });
    this.seen = this.view.get();
    this.view.subscribe((result) => (this.seen = result));
  }

  /** @returns {Change[]} since the last call; `row` null: it is not there any more */
  take() {
    if (this.view.get() !== this.seen)
      throw new Error(`${this.name}: the view's listener was not told of its last change`);
    if (this.seen.rows === this.checked) return [];
    this.check();
    const now = new Map(this.seen.rows.map((row) => [row.id, row]));
    const changed = [...now].filter(([key, row]) => this.told.get(key) !== row);
    const gone = [...this.told.keys()].filter((key) => !now.has(key));
    this.told = now;
    this.checked = this.seen.rows;
    return [...changed.map(([key, row]) => ({ key, row })), ...gone.map((key) => ({ key, row: null }))];
  }

  check() {
    const { rows } = this.seen;
    const state = this.engine.getState()[this.name];
    const order = rows.every(({ id }, place) => place === 0 || rows[place - 1].id < id);
    const complaint =
      (!order && 'the view is out of order') ||
      (this.seen.total !== rows.length && `the view holds ${rows.length} rows and tells ${this.seen.total}`) ||
      (this.rows.size !== rows.length &&
        `there are ${this.rows.size} rows by key, and the view shows ${rows.length}`) ||
      (state.ids.length !== rows.length &&
        `the state has ${state.ids.length} rows, and the view shows ${rows.length}`) ||
      rows.map((row) => this.otherwise(row, state)).find((each) => each !== undefined);
    if (complaint) throw new Error(`${this.name}: ${complaint}`);
  }

  /**
   * @param {Row} row
   * @param {{ entities: Record<string, unknown> }} state
   */
  otherwise(row, { entities }) {
    if (this.rows.get(row.id) !== row) return `the row ${row.id} by key is another object than the view's`;
    return entities[row.id] === row ? undefined : `the row ${row.id} of the state is another object than the view's`;
  }
}
