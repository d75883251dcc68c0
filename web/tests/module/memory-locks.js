/** Web Locks for engines of one process: exclusive, first come first served, given up by `crash` as a dead tab does. */

/** @typedef {{ name: string, grant: () => Promise<void>, owner: object, finish: () => void }} Waiting */

export function createMemoryLocks() {
  /** @type {Waiting[]} in the order of asking; the first of a name holds it */
  let queue = [];

  const isHolder = (/** @type {Waiting} */ each) => queue.find(({ name }) => name === each.name) === each;
  const leave = (/** @type {Waiting[]} */ leaving) => {
    const granted = queue.filter(isHolder);
    queue = queue.filter((each) => !leaving.includes(each));
    for (const { finish } of leaving) finish();
    for (const each of queue) if (isHolder(each) && !granted.includes(each)) void each.grant();
  };

  return {
    /** One tab's `navigator.locks`. */
    connect() {
      const owner = {};
      return {
        /**
         * @param {string} name
         * @param {{ signal: AbortSignal }} options
         * @param {() => Promise<void>} callback
         */
        request(name, { signal }, callback) {
          return /** @type {Promise<void>} */ (
            new Promise((finish) => {
              const entry = { name, owner, finish, grant: callback };
              signal.addEventListener('abort', () => leave([entry]));
              queue.push(entry);
              if (isHolder(entry)) void callback();
            })
          );
        },
        crash: () => leave(queue.filter((each) => each.owner === owner)),
      };
    },
  };
}
