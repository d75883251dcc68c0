/**
 * A profile: its pages share storage, channels and locks. `origin` is that of the server, where the browser has no base
 * address of its own.
 *
 * @typedef {{ newPage: () => Promise<import('@playwright/test').Page>, origin?: string }} Profile
 */

/**
 * Opens one more tab.
 *
 * @param {Profile} profile
 * @param {string} path on the server
 * @param {Record<string, string>} parameters of the address
 */
export async function openPage(profile, path, parameters) {
  const page = await profile.newPage();
  await page.goto(`${profile.origin ?? ''}${path}?${new URLSearchParams(parameters)}`);
  return page;
}
