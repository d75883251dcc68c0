/**
 * An application that can be opened offline, as one with a service worker: its pages come from the browser, only the API
 * needs the network.
 *
 * @param {import('@playwright/test').BrowserContext} context
 * @param {import('./site.js').Site} site
 */
export async function servePages(context, site) {
  await context.route(
    (url) => url.origin === site.origin && !url.pathname.startsWith('/api/'),
    async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const response = await fetch(site.directOrigin + pathname + search);
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
    },
  );
}

/**
 * The browser is offline and says so to its pages; nothing reaches the server.
 *
 * @param {import('@playwright/test').BrowserContext} context
 * @param {import('./site.js').Site} site
 */
export async function goOffline(context, site) {
  site.line.cut();
  await context.setOffline(true);
}

/**
 * @param {import('@playwright/test').BrowserContext} context
 * @param {import('./site.js').Site} site
 */
export async function goOnline(context, site) {
  site.line.mend();
  await context.setOffline(false);
}
