import { useEffect, useState } from 'react';
import { useEngine, useEngineStatus } from 'tablattice/react';

import { announcementsOf } from './announcements.js';

/** @typedef {import('./announcements.js').Announcement} Announcement */

/** How many announcements stay readable. */
const announcementsMax = 5;

/** Tells screen readers, politely, what others change once all rows have come. */
export function RemoteAnnouncer() {
  const engine = useEngine();
  const [announcements, setAnnouncements] = useState(/** @type {Announcement[]} */ ([]));
  const { availability } = useEngineStatus().collections;
  const loading = availability.status === 'loading';
  useEffect(() => {
    if (loading) return undefined;
    return engine.events((record) => {
      const texts = announcementsOf(record, engine.collection('availability').size);
      if (texts.length > 0) setAnnouncements((earlier) => appended(earlier, texts));
    });
  }, [engine, loading]);
  return (
    <div className="visually-hidden" aria-live="polite" data-announcements>
      {announcements.map(({ number, text }) => (
        <p key={number}>{text}</p>
      ))}
    </div>
  );
}

/**
 * @param {Announcement[]} earlier
 * @param {string[]} texts
 */
function appended(earlier, texts) {
  const next = (earlier.at(-1)?.number ?? 0) + 1;
  const added = texts.map((text, index) => ({ number: next + index, text }));
  return [...earlier, ...added].slice(-announcementsMax);
}
