import { Table, listener, plainAnswer } from './table.js';

const objectType = 'application/vnd.pgrst.object+json';

/** What PostgREST does for one table `slots`: filters, `Prefer: return=representation`, 406 where there is not one row. */
export function postgrestLike() {
  const table = new Table();
  return listener((asked) => plainAnswer(table, asked) ?? answer(table, asked));
}

/**
 * @param {Table} table
 * @param {import('./table.js').Asked} asked
 * @returns {import('./table.js').Answer}
 */
function answer(table, { method, path, query, headers, body }) {
  if (path !== '/rest/v1/slots') return { status: 404, body: { message: 'no such relation' } };
  if (query.has('limit')) return { status: 200, body: page([...table.rows.values()], query) };
  if (headers.prefer !== 'return=representation') return { status: 204 };
  if (method === 'POST') return insert(table, body);
  const row = table.rows.get(query.get('id')?.replace(/^eq\./, '') ?? '');
  if (row === undefined && headers.accept === objectType) return { status: 406, body: { code: 'PGRST116' } };
  if (method === 'PATCH') return save(table, 200, { ...row, ...body });
  if (method === 'DELETE') table.rows.delete(row.id);
  return { status: 200, body: row };
}

/**
 * @param {any[]} rows
 * @param {URLSearchParams} query
 */
function page(rows, query) {
  const offset = Number(query.get('offset'));
  return rows.slice(offset, offset + Number(query.get('limit')));
}

/**
 * @param {Table} table
 * @param {any} row
 */
function insert(table, row) {
  if (!table.rows.has(row.id)) return save(table, 201, row);
  return {
    status: 409,
    body: { code: '23505', message: 'duplicate key value violates unique constraint "slots_pkey"' },
  };
}

/**
 * @param {Table} table
 * @param {number} status
 * @param {any} row
 */
function save(table, status, row) {
  const message = 'new row violates check constraint "slots_title_check"';
  return row.title ? { status, body: table.put(row) } : { status: 400, body: { code: '23514', message } };
}
