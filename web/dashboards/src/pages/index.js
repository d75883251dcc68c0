/** The start page: plain links. They carry this page's settings (`?poll=…`) on to the dashboards. */
import { carriedSearch } from '../app/settings.js';

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a.start-link'))) {
  link.search = carriedSearch(location.search);
}
