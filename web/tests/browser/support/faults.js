/** What happens to tabs: they crash, freeze, thaw; their storage is full. */

/** @typedef {import('@playwright/test').Page} Page */

/**
 * The process of the page is gone, and nothing in it was told.
 *
 * @param {Page} page
 */
export async function crash(page) {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  await Promise.race([crashed, session.send('Page.crash')]); // a crashed page answers no more
  await crashed;
}

/**
 * As Chromium freezes tabs that were long in the background. Only a tab that is really hidden can be (see real-tabs.js).
 *
 * @param {Page} page
 * @returns {Promise<() => Promise<void>>} thaws it
 */
export async function freeze(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await session.send('Page.setWebLifecycleState', { state: 'active' });
  };
}

/** What localStorage holds in Chromium: characters, those of the keys included. */
const storageLengthMax = 5 * 2 ** 20;

/**
 * Fills localStorage to the last character, under a key that is no business of the engine's.
 *
 * @param {Page[]} pages of the origin; each has its own copy of the storage, and knows that it is full when this is done
 * @returns {Promise<{ intact: () => Promise<boolean>, free: () => Promise<void> }>}
 */
export async function fillStorage(...pages) {
  const [page, ...others] = pages;
  const length = await page.evaluate((lengthMax) => {
    const used = Object.entries(localStorage).join('').length - Object.keys(localStorage).length;
    const length = lengthMax - used - 'filler'.length;
    localStorage.setItem('filler', 'x'.repeat(length));
    try {
      localStorage.setItem('a', '');
    } catch {
      return length;
    }
    throw new Error('There is room left.');
  }, storageLengthMax);
  for (const other of others) await other.waitForFunction(() => 'filler' in localStorage);
  return {
    intact: () => page.evaluate((length) => localStorage.getItem('filler')?.length === length, length),
    free: () => page.evaluate(() => localStorage.removeItem('filler')),
  };
}
