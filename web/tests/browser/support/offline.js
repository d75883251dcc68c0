/**
 * An application that can be opened offline, as one with a service worker: its pages come from the browser, only the API
 * needs the network.
 *
 * @param {import('@playwright/test').BrowserContext} context
 * @param {string} origin of the server
 */
export async function servePages(context, origin) {
  await context.route(
    (url) => url.origin === origin && !url.pathname.startsWith('/api/'),
    async (route) => {
      const response = await fetch(route.request().url());
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
    },
  );
}
