/**
 * @typedef {{ name: string, owner: object, held: boolean, grant: () => unknown, refuse: (reason: unknown) => void }} Request
 */

/**
 * Web Locks for engines of one process: exclusive, granted in the order of asking, stolen where that is asked for.
 * @returns {{ connect(): import('./types.js').LocksLike & { crash(): void } }} `connect` makes one more tab's `navigator.locks`;
 *   `crash` frees what it holds and waits for without a word to it, as the death of a tab does
 */
export function createMemoryLocks() {
  /** @type {Request[]} the first of a name holds it, as soon as it is granted */
  let requests = [];

  const leave = (/** @type {Request} */ leaving) => {
    requests = requests.filter((each) => each !== leaving);
    queueMicrotask(grantNext);
  };
  const grantNext = () => {
    const firsts = requests.filter((each) => requests.find(({ name }) => name === each.name) === each);
    for (const each of firsts.filter(({ held }) => !held)) {
      each.held = true;
      each.grant();
    }
  };
  const refuse = (/** @type {Request} */ each, /** @type {string} */ reason) => {
    leave(each);
    each.refuse(new DOMException(reason, 'AbortError'));
  };

  return {
    connect() {
      const owner = {};
      return {
        request: (name, { signal, steal = false }, callback) =>
          new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason);
            const settle = async () => callback();
            const grant = () =>
              settle()
                .then(resolve, reject)
                .finally(() => leave(each));
            const each = { name, owner, held: false, grant, refuse: reject };
            signal?.addEventListener('abort', () => each.held || refuse(each, 'The request was withdrawn.'));
            const holder = requests.find((other) => other.name === name && other.held);
            if (steal && holder !== undefined) refuse(holder, 'The lock was stolen.');
            requests = steal ? [each, ...requests] : [...requests, each];
            queueMicrotask(grantNext);
          }),
        query: async () => ({
          held: requests.filter(({ held }) => held),
          pending: requests.filter(({ held }) => !held),
        }),
        crash: () => requests.filter((each) => each.owner === owner).forEach(leave),
      };
    },
  };
}
