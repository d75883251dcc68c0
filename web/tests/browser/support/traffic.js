/** What a tab asks the server, and ways to hold that back or to answer in the server's place. */

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Request} Request */
/** @typedef {import('@playwright/test').Route} Route */

const apiPath = '/api/availability';
const apiUrls = `**${apiPath}**`;

/**
 * Writes down what a tab asks the API and whether it is loaded again.
 *
 * @param {Page} page
 * @returns {{ requests: string[], loads: number, forget: () => void }} requests as `POST`, `GET changes`, `PATCH`, …
 */
export function watchTraffic(page) {
  const traffic = {
    /** @type {string[]} */
    requests: [],
    loads: 0,
    forget() {
      traffic.requests.length = 0;
      traffic.loads = 0;
    },
  };
  page.on('request', (request) => {
    const word = wordOf(request);
    if (word) traffic.requests.push(word);
  });
  page.on('framenavigated', (frame) => frame === page.mainFrame() && (traffic.loads += 1));
  return traffic;
}

/** @param {Request} request */
export function wordOf(request) {
  return wordFor(request.method(), new URL(request.url()).pathname);
}

/**
 * @param {string} method
 * @param {string} path
 * @returns {string} method, and what is read; '' where it is not the API that is asked
 */
export function wordFor(method, path) {
  if (!path.startsWith(apiPath)) return '';
  if (method !== 'GET') return method;
  return path === apiPath ? 'GET list' : path.endsWith('/changes') ? 'GET changes' : 'GET row';
}

/**
 * Holds a tab's requests of one kind back until they are released: before they reach the server, or the answers that the
 * server gave at the time.
 *
 * @param {Page} page
 * @param {string} word as `wordOf` says it
 * @param {'request' | 'answer'} part
 */
export async function hold(page, word, part) {
  /** @type {(() => Promise<void>)[]} */
  const held = [];
  let holding = true;
  const handler = async (/** @type {Route} */ route) => {
    if (!holding || wordOf(route.request()) !== word) return route.fallback();
    const response = part === 'answer' ? await route.fetch() : undefined;
    held.push(() => (response ? route.fulfill({ response }) : route.continue()));
  };
  await page.route(apiUrls, handler);
  /** Holds nothing more. What is held goes nowhere. */
  const end = () => {
    holding = false;
  };
  return {
    count: () => held.length,
    end,
    /** Lets what was held go on, in order, and holds nothing more. */
    async release() {
      end();
      for (const proceed of held.splice(0)) await proceed();
    },
  };
}

/**
 * Answers a tab's requests of some kinds in the server's place, which never hears of them.
 *
 * @param {Page} page
 * @param {string[]} words as `wordOf` says them
 * @param {Parameters<Route['fulfill']>[0]} answer
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function answerInstead(page, words, answer) {
  const handler = (/** @type {Route} */ route) =>
    words.includes(wordOf(route.request())) ? route.fulfill(answer) : route.fallback();
  await page.route(apiUrls, handler);
  return () => page.unroute(apiUrls, handler);
}
