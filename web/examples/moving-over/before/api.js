/** @typedef {import('tablattice/availability').Availability} Availability */
/** @typedef {import('tablattice/availability').NewAvailability} NewAvailability */
/** @typedef {ReturnType<typeof createApi>} Api */

/** @param {(url: string, init?: RequestInit) => Promise<Response>} fetch */
export function createApi(fetch) {
  const ask = async (
    /** @type {string} */ path,
    /** @type {string} */ method,
    /** @type {unknown} */ body = undefined,
  ) => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`/api/availability${path}`, init);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail ?? answer.title);
    return answer;
  };
  return {
    /** @returns {Promise<Availability[]>} */
    list: async () => (await ask('', 'GET')).rows,
    /** @type {(slot: NewAvailability) => Promise<Availability>} */
    create: (slot) => ask('', 'POST', slot),
    /** @type {(id: string, changes: Partial<Availability>) => Promise<Availability>} */
    update: (id, changes) => ask(`/${id}`, 'PATCH', changes),
    /** @type {(id: string) => Promise<unknown>} */
    delete: (id) => ask(`/${id}`, 'DELETE'),
  };
}
