import { TablatticeError, checkTypes } from './errors.js';
import { asWrite, quiet } from './promises.js';

/**
 * Declares a collection for `createEngine({ collections })`. In TypeScript `collection<Availability>({ … })` names the row's
 * type; all else is inferred from it.
 * @template {object} [Row=any]
 * @param {import('./types.js').CollectionOptions<Row>} options
 * @returns {import('./types.js').CollectionDeclaration<Row>}
 */
export function collection(options) {
  return /** @type {import('./types.js').CollectionDeclaration<Row>} */ (declareCollection(options, 'collection'));
}

/** Of what type are the members of a declaration that the engine never sees. */
const types = {
  string: ['endpoint'],
  'string or boolean': ['feed'],
  function: ['request', 'response'],
  object: ['list'],
};

/**
 * Throws `config_invalid`. The engine itself checks the rest.
 * @param {import('./types.js').CollectionOptions<any>} options
 * @param {string} name
 */
export function declareCollection(options, name) {
  const where = `collections/${name}`;
  checkTypes({ [name]: options ?? null }, { object: [name] }, 'collections/');
  checkTypes(options, types, `${where}/`);
  if (options.endpoint || options.request) return Object.freeze({ ...options });
  const message = 'A collection needs an endpoint or a request mapping.';
  throw new TablatticeError({ code: 'config_invalid', message, where: `${where}/endpoint` });
}

/**
 * The object that `engine.collection(name)` returns.
 * @param {import('./core.js').Core} core
 * @param {import('./rows.js').Rows} rows
 * @returns {import('./types.js').Collection<any>}
 */
export function createCollection(core, rows) {
  const { host, promises } = core;
  const { name } = rows;
  const write = (/** @type {string} */ word, /** @type {unknown} */ payload) => {
    try {
      const { mutations } = core.dispatch({ type: `${name}/${word}`, payload, promised: true });
      return asWrite(promises.wait(mutations[0].name), mutations[0]);
    } catch (error) {
      return asWrite(Promise.reject(error), {});
    }
  };
  const refresh = async (/** @type {boolean} */ force) => {
    const { refresh: token } = host.signal({ type: 'refresh', collection: name, force });
    if (token !== undefined) await promises.wait(token);
  };
  return {
    name,
    key: rows.keyField,
    create: (row) => write('create', row),
    update: (id, changes) => write('update', { id, changes }),
    delete: (id) => write('delete', { id }),
    get: (key) => rows.get(key),
    has: (key) => rows.get(key) !== undefined,
    keys: () => rows.keys(),
    get size() {
      return core.status().collections[name].size;
    },
    subscribe: (key, listener) => rows.subscribe(key, listener),
    refresh: ({ force = false } = {}) => quiet(refresh(force)),
    invalidate: () => void host.signal({ type: 'invalidate', collection: name }),
    load(body) {
      /** @type {import('./host.js').Call} */
      const take = (engine, ...place) => engine.load(name, ...place);
      host.result(typeof body === 'string' ? host.inputText(body, name, take) : host.inputBytes(asBytes(body), take));
      host.notify();
    },
  };
}

/** @param {ArrayBuffer | Uint8Array} body not copied */
function asBytes(body) {
  return body instanceof Uint8Array ? body : new Uint8Array(body);
}
