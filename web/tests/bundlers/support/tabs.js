/** Real tabs of one Chromium on one small API. */
import assert from 'node:assert/strict';

import { chromium } from 'playwright-core';

import { launchOptions } from '../../browser/support/chromium.js';
import { Backend } from '../../module/backend.js';

export const launchBrowser = () => chromium.launch(launchOptions);

/**
 * A profile whose requests below `/api` the API answers.
 *
 * @param {import('playwright-core').Browser} browser
 */
export async function openProfile(browser) {
  const backend = new Backend();
  backend.put('room-1', { name: 'Green' });
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  await context.route('**/api/**', async (route) => {
    const request = route.request();
    const answer = await backend.fetch(request.url(), {
      method: request.method(),
      headers: request.headers(),
      body: request.postData(),
    });
    const headers = Object.fromEntries(answer.headers);
    await route.fulfill({ status: answer.status, headers, body: await answer.text() });
  });
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  return { backend, context };
}

/**
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} address
 */
async function openTab(context, address) {
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(address);
  const shows = async (/** @type {string[]} */ ...names) => {
    const shown = (/** @type {string} */ text) =>
      [...document.querySelectorAll('li')].map((item) => item.textContent).join() === text ||
      document.querySelector('output')?.textContent;
    const waited = await page.waitForFunction(shown, names.join()).catch((error) => assert.fail(`${error}\n${errors}`));
    assert.equal(await waited.jsonValue(), true);
  };
  return { page, errors, shows };
}

/**
 * Two tabs show the API's rows; what one adds the other shows, without asking the API.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {{ policy?: string }} [options] the policy that the page was served with: proves that it holds
 */
export async function crossesToSecondTab(browser, address, { policy } = {}) {
  const { backend, context } = await openProfile(browser);
  try {
    const first = await openTab(context, address);
    await first.shows('Green');
    const second = await openTab(context, address);
    await second.shows('Green');
    const asked = backend.calls.length;
    await first.page.getByRole('button', { name: 'Add' }).click();
    await first.shows('Blue', 'Green');
    await second.shows('Blue', 'Green');
    const later = backend.calls.slice(asked).map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(later, ['POST /api/rooms']);
    assert.deepEqual([...first.errors, ...second.errors], []);
    if (policy !== undefined) assert.equal(await first.page.evaluate(evaluates), 'blocked: eval');
  } finally {
    await context.close();
  }
}

/** @returns {Promise<string>} whether the page may make code from strings. What the driver itself runs it always may. */
function evaluates() {
  return new Promise((resolve) => {
    addEventListener('securitypolicyviolation', ({ blockedURI }) => resolve(`blocked: ${blockedURI}`));
    addEventListener('evaluated', () => resolve('allowed'));
    setTimeout('dispatchEvent(new Event("evaluated"))');
  });
}
