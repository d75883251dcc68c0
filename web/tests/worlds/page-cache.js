/** @typedef {{ id: number, resolve: (value?: any) => void, reject: (error: Error) => void }} Waiting */

/** IndexedDB as one page finds it: a cache that the world keeps, and that fails where the world says so. */
export class PageCache {
  /** @type {Waiting | null} the module does one thing after another */
  waiting = null;
  last = 0;

  /** @param {import('./page.js').Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @type {import('../../engine/types.js').CacheLike['read']} */
  read = () => this.ask({ kind: 'recall' });

  /** @type {import('../../engine/types.js').CacheLike['write']} */
  write = (_scope, entries) => this.ask({ kind: 'cache', entries });

  /** @returns {Promise<void>} */
  wipe = async () => this.desk.complain('the cache is wiped, and nobody signs out in these worlds');

  /**
   * @param {object} effect
   * @returns {Promise<any>}
   */
  ask(effect) {
    if (this.waiting !== null) this.desk.complain('the cache is asked for two things at once');
    this.last += 1;
    const id = this.last;
    this.desk.emit({ ...effect, id });
    return new Promise((resolve, reject) => (this.waiting = { id, resolve, reject }));
  }

  /** @param {import('../../engine/types.js').Entry[]} entries what a read found; after a failure the world says that it is nothing */
  tellRead(entries) {
    this.end()?.resolve(entries);
  }

  /** @param {number} id a write's that went well, or failed before */
  tellWritten(id) {
    if (this.waiting?.id === id) this.end()?.resolve();
  }

  /** @param {string} message */
  tellFailed(message) {
    this.end()?.reject(new Error(message));
  }

  end() {
    const { waiting } = this;
    this.waiting = null;
    return waiting;
  }
}
