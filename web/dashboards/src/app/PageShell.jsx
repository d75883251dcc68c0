import { RemoteAnnouncer } from './RemoteAnnouncer.jsx';
import { carriedSearch } from './settings.js';
import { StatusBars } from './StatusBars.jsx';
import { SyncBadge } from './SyncBadge.jsx';

const pages = [
  { name: 'Therapist', path: '/therapist' },
  { name: 'Operator', path: '/operator' },
  { name: 'Scheduling', path: '/scheduling' },
  { name: 'Inspector', path: '/inspector' },
];

/**
 * What all pages share: navigation, the bars, the announcements, and the page's own content below its title.
 *
 * @param {{ title: string, children: import('react').ReactNode }} props
 */
export function PageShell({ title, children }) {
  const search = carriedSearch(location.search);
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="masthead">
        <a className="brand" href={`/${search}`}>
          <span className="brand-mark" aria-hidden="true" />
          Tablattice
        </a>
        <nav className="masthead-nav" aria-label="Pages">
          {pages.map(({ name, path }) => (
            <a key={name} href={path + search} aria-current={name === title ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <SyncBadge />
      </header>
      <StatusBars />
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
      <RemoteAnnouncer />
    </>
  );
}
