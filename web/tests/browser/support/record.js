/** What a page shows over time, recorded inside it: nothing that flickers between two looks from outside is missed. */

/** @typedef {import('@playwright/test').Page} Page */

/**
 * Records whether a text can be read in the page's content, from now on.
 *
 * @param {Page} page
 * @param {string} text
 * @returns {Promise<() => Promise<{ shown: boolean, at: number }[]>>} reads the changes, the first being how it stood;
 *   `at` is in milliseconds, on the same clock in all tabs
 */
export async function recordText(page, text) {
  const name = `recorded ${text}`;
  await page.evaluate(
    ([name, text]) => {
      const content = /** @type {HTMLElement} */ (document.getElementById('content'));
      /** @type {{ shown: boolean, at: number }[]} */
      const changes = [];
      const look = () => {
        const shown = content.textContent.includes(text);
        if (changes.at(-1)?.shown !== shown) changes.push({ shown, at: performance.timeOrigin + performance.now() });
      };
      look();
      new MutationObserver(look).observe(content, { subtree: true, childList: true, characterData: true });
      Object.assign(globalThis, { [name]: changes });
    },
    [name, text],
  );
  return () => page.evaluate((name) => /** @type {any} */ (globalThis)[name], name);
}
