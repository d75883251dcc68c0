/**
 * Whether this tab holds the leader's lock of a scope.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} [scope] the dashboards' own
 * @returns {Promise<boolean>}
 */
export function leads(page, scope = 'availability-demo') {
  return page.evaluate(async (name) => {
    // A tab is told apart from the others by a lock that only it can hold.
    const own = `probe ${Math.random()}`;
    const { held = [] } = await navigator.locks.request(own, () => navigator.locks.query());
    const holderOf = (/** @type {string} */ name) => held.find((lock) => lock.name === name)?.clientId;
    return holderOf(name) === holderOf(own);
  }, `tablattice:${scope}:leader`);
}
