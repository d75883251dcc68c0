// The part of better-sqlite3 that the server uses; the package ships no types of its own.
declare module 'better-sqlite3' {
  class SqliteError extends Error {
    code: string;
  }

  export interface Statement {
    run(...parameters: unknown[]): { changes: number; lastInsertRowid: number | bigint };
    get(...parameters: unknown[]): unknown;
    all(...parameters: unknown[]): unknown[];
    pluck(): this;
  }

  export interface Transaction<Work extends (...parameters: any[]) => unknown> {
    (...parameters: Parameters<Work>): ReturnType<Work>;
    immediate(...parameters: Parameters<Work>): ReturnType<Work>;
  }

  class Database {
    static SqliteError: typeof SqliteError;
    constructor(path: string, options?: { timeout?: number });
    readonly open: boolean;
    prepare(sql: string): Statement;
    transaction<Work extends (...parameters: any[]) => unknown>(work: Work): Transaction<Work>;
    exec(sql: string): this;
    pragma(text: string, options?: { simple?: boolean }): unknown;
    close(): this;
  }

  export default Database;
}
