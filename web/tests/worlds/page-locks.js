/**
 * @typedef {object} Request
 * @property {boolean} steal
 * @property {boolean} asked the world was asked for it
 * @property {boolean} held
 * @property {() => void} grant
 * @property {(reason: unknown) => void} refuse
 */

/**
 * `navigator.locks` as one page finds it. The world keeps the queues: it is asked for a name once at a time, and told when that is
 * given up. What a page asks for while it still holds the name waits for its own turn here, as it would in the browser's queue.
 */
export class PageLocks {
  /** @type {Map<string, Request[]>} by name below the prefix; the first is the one that the world knows of */
  requests = new Map();

  /**
   * @param {import('./page.js').Desk} desk
   * @param {string} prefix
   * @param {{ inside: (name: string) => string, outside: (name: string) => string }} names what a lock is called here and in the world
   */
  constructor(desk, prefix, names) {
    this.desk = desk;
    this.prefix = prefix;
    this.names = names;
  }

  query = async () => ({ held: [], pending: [] });

  /** @type {import('../../engine/types.js').LocksLike['request']} */
  request = (fullName, { signal, steal = false }, callback) =>
    new Promise((resolve, reject) => {
      if (!fullName.startsWith(this.prefix)) this.desk.complain(`the lock ${fullName} is not the scope's`);
      if (steal && signal) this.desk.complain('a steal cannot be withdrawn');
      signal?.throwIfAborted();
      const name = fullName.slice(this.prefix.length);
      const settle = async () => callback();
      const each = {
        steal,
        asked: false,
        held: false,
        grant: () => {
          each.held = true;
          settle()
            .then(resolve, reject)
            .finally(() => this.leave(name, each));
        },
        refuse: reject,
      };
      const withdraw = () => each.held || (this.leave(name, each), reject(signal?.reason));
      signal?.addEventListener('abort', withdraw);
      this.queue(name).push(each);
      this.askNext(name);
    });

  /**
   * @param {string} worldName
   * @param {boolean} held it was granted, or taken away
   */
  tell(worldName, held) {
    const name = this.names.inside(worldName);
    const [first] = this.queue(name);
    if (!first?.asked || (held && first.held))
      throw new Error(`the lock ${name} was told as ${held ? '' : 'not '}held`);
    // One that is stolen before the page has heard of the grant is granted all the same, as a browser does it.
    if (!first.held) first.grant();
    if (held) return;
    this.queue(name).shift();
    first.refuse(new DOMException('The lock was stolen.', 'AbortError'));
    this.askNext(name);
  }

  /** @param {string} name */
  queue(name) {
    const queue = this.requests.get(name) ?? [];
    this.requests.set(name, queue);
    return queue;
  }

  /** @param {string} name */
  askNext(name) {
    const [first] = this.queue(name);
    if (first === undefined || first.asked) return;
    first.asked = true;
    this.desk.emit({ kind: 'lock', name: this.names.outside(name), ...(first.steal && { steal: true }) });
  }

  /**
   * @param {string} name
   * @param {Request} leaving
   */
  leave(name, leaving) {
    const queue = this.queue(name);
    const place = queue.indexOf(leaving);
    if (place === -1) return; // it was stolen
    queue.splice(place, 1);
    if (leaving.asked) this.desk.emit({ kind: 'unlock', name: this.names.outside(name) });
    this.askNext(name);
  }
}
