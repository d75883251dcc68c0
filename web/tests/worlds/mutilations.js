/**
 * Hosts that are not right, each in one place: the worlds must tell them from the one that is. `from` stands in `file` of
 * web/engine exactly once. `seed`: the first of the worlds that are tried; where it is missing, soon one of any range tells.
 * @typedef {{ name: string, file: string, from: string, to: string, rung?: string, seed?: number }} Mutilation
 */

/** @type {Mutilation[]} */
export const mutilations = [
  {
    name: 'sends what another tab has taken over',
    file: 'storage.js',
    from: 'return held;\n      } catch',
    to: 'return text;\n      } catch',
    rung: 'plain',
    seed: 84,
  },
  {
    name: 'does not compare before it writes to the outbox',
    file: 'storage.js',
    from: 'if (held && !held.includes(storage?.getItem(prefix + key) ?? null)) return undefined;',
    to: '',
    rung: 'plain',
    seed: 183,
  },
  {
    name: 'does not find what was stored before',
    file: 'effects.js',
    from: 'entries: store.outbox()',
    to: 'entries: []',
  },
  {
    name: 'leaves out the idempotency key',
    file: 'mapping.js',
    from: ", 'idempotency-key': idempotencyKey",
    to: '',
  },
  {
    name: 'lets a request run that was given up',
    file: 'requests.js',
    from: 'this.running.get(id)?.abort();\n    this.running.delete(id);',
    to: 'this.running.delete(id);',
  },
  {
    name: 'lets a read come out of the HTTP cache',
    file: 'mapping.js',
    from: ", cache: /** @type {const} */ ('no-store')",
    to: '',
  },
  {
    name: 'keeps rows that have changed',
    file: 'rows.js',
    from: 'this.parsed.delete(key);\n',
    to: '',
  },
  {
    name: 'tells its listeners only of what its own user did',
    file: 'host.js',
    from: 'this.outside(() => this.pump());\n      this.notify();',
    to: 'this.outside(() => this.pump());',
  },
  {
    name: 'tells a refused write as saved',
    file: 'promises.js',
    from: 'if (problem === null) waiting',
    to: 'if (true) waiting',
  },
  {
    name: 'keeps its locks when it is frozen',
    file: 'locks.js',
    from: 'this.asked.get(name)?.giveUp();\n    this.asked.delete(name);',
    to: '',
  },
  {
    name: 'does not answer a tab that only storage reaches',
    file: 'transports/storage-events.js',
    from: 'if (!needed() && !heardMessage) return;',
    to: 'if (!needed()) return;',
    seed: 53,
  },
  {
    name: 'does not return from the back-forward cache',
    file: 'inputs.js',
    from: ", listen(globalThis, ['pageshow'], resume)",
    to: '',
  },
];
