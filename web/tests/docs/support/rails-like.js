import { Table, listener, plainAnswer } from './table.js';

const pageRows = 1; // so that every list of these tests has pages

/** An API as a Rails scaffold makes it: wrapped bodies, snake_case, ids of its own, `422 { errors }`, pages. */
export function railsLike() {
  const table = new Table();
  return listener((asked) => plainAnswer(table, asked) ?? answer(table, asked));
}

/**
 * @param {Table} table
 * @param {import('./table.js').Asked} asked
 * @returns {import('./table.js').Answer}
 */
function answer(table, { method, path, query, body }) {
  if (path === '/slots.json' && method === 'GET') return list(table, Number(query.get('page')));
  if (path === '/slots.json') return save(table, 201, { id: table.nextId++, ...body.slot });
  const row = table.rows.get(/^\/slots\/(\d+)\.json$/.exec(path)?.[1] ?? '');
  if (row === undefined) return { status: 404, body: { status: 404, error: 'Not Found' } };
  if (method === 'PATCH') return save(table, 200, { ...row, ...body.slot });
  if (method === 'GET') return { status: 200, body: { slot: row } };
  table.rows.delete(String(row.id));
  return { status: 204 };
}

/**
 * @param {Table} table
 * @param {number} page
 */
function list({ rows, microseconds }, page) {
  const slots = [...rows.values()].slice((page - 1) * pageRows, page * pageRows);
  const next = page * pageRows < rows.size ? page + 1 : null;
  return { status: 200, body: { slots, meta: { next_page: next, revision: `${microseconds}/${rows.size}` } } };
}

/**
 * @param {Table} table
 * @param {number} status
 * @param {any} row
 */
function save(table, status, row) {
  if (!row.title) return { status: 422, body: { errors: { title: ["can't be blank"] } } };
  return { status, body: { slot: table.put(row) } };
}
