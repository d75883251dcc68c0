/** @typedef {import('./types.js').CacheLike} CacheLike */

/**
 * A cache that lives as long as its object, for tests and for several engines in one process.
 * @returns {CacheLike}
 */
export function createMemoryCache() {
  /** @type {Map<string, Map<string, string>>} */
  const scopes = new Map();
  return {
    read: async (scope) => Array.from(scopes.get(scope) ?? [], ([key, text]) => ({ key, text })),
    async write(scope, entries) {
      const kept = scopes.get(scope) ?? new Map();
      for (const { key, text } of entries) text === null ? kept.delete(key) : kept.set(key, text);
      scopes.set(scope, kept);
    },
    wipe: async (scope) => void scopes.delete(scope),
  };
}

/** One scope's part of a cache. One thing after another: what is wiped was written before, what is read too. */
export class Cache {
  /** @type {Promise<unknown>} never rejects */
  last = Promise.resolve();

  /**
   * @param {CacheLike | null} kept null: it keeps nothing
   * @param {string} scope
   */
  constructor(kept, scope) {
    this.kept = kept;
    this.scope = scope;
  }

  /** @returns {Promise<import('./types.js').Entry[]>} */
  async read() {
    return (await this.next((kept) => kept.read(this.scope))) ?? [];
  }

  /** @param {import('./types.js').EntryChange[]} entries null removes */
  write(entries) {
    return this.next((kept) => kept.write(this.scope, entries));
  }

  wipe() {
    return this.next((kept) => kept.wipe(this.scope));
  }

  /**
   * @template Result
   * @param {(kept: CacheLike) => Promise<Result>} work
   * @returns {Promise<Result | undefined>}
   */
  next(work) {
    const { kept } = this;
    const working = this.last.then(() => (kept === null ? undefined : work(kept)));
    this.last = working.catch(() => {}); // whoever asked for it is told
    return working;
  }
}
