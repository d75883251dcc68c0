// The contenders, as data. Each file below this folder is one, used as its own documentation advises.

import { readFileSync } from 'node:fs';
import { inRoot } from '../../tools/paths.js';

/** @typedef {import('../workload/slots.js').Slot} Slot */
/** @typedef {import('../workload/views.js').Shown} Shown */
/** @typedef {import('../workload/readers.js').Readers} Readers */
/** @typedef {import('../workload/events.js').SlotEvent} SlotEvent */

/**
 * One dashboard: three live views, each with a subscriber that reads it. Where a member returns a promise, the views are
 * current when it resolves; else when it returns.
 * @typedef {object} Dashboard
 * @property {(list: Uint8Array) => unknown} ingest the first list's body
 * @property {(event: any) => unknown} receive an event: the message's text, or the object
 * @property {(list: Uint8Array) => unknown} pollList the same list again, with some changes in it
 * @property {(feed: Uint8Array) => unknown} pollFeed the body of a feed's answer
 * @property {() => Shown} shown
 * @property {() => unknown} close
 */

/**
 * @typedef {object} Contender
 * @property {string} name as the tables call it
 * @property {string} file
 * @property {'text' | 'clone' | 'object'} wire what `receive` is fed from: a message's text; a structured clone, read within the
 *   measured part; or the object itself, at no cost
 * @property {string[]} [packages] the library's
 * @property {number} rowsMax beyond this many rows it is not asked
 */

/** @type {Record<string, Contender>} */
export const contenders = {
  tablattice: { name: 'Tablattice', file: 'tablattice.js', wire: 'text', rowsMax: 1_000_000 },
  handwritten: { name: 'hand-written JavaScript', file: 'handwritten.js', wire: 'clone', rowsMax: 100_000 },
  objects: { name: 'hand-written, given objects', file: 'handwritten.js', wire: 'object', rowsMax: 100_000 },
  'tanstack-db': {
    name: 'TanStack DB',
    file: 'tanstack-db.js',
    packages: ['@tanstack/db'],
    wire: 'clone',
    rowsMax: 100_000,
  },
  mobx: { name: 'MobX', file: 'mobx.js', packages: ['mobx'], wire: 'clone', rowsMax: 100_000 },
  tinybase: { name: 'TinyBase', file: 'tinybase.js', packages: ['tinybase'], wire: 'clone', rowsMax: 100_000 },
  'redux-toolkit': {
    name: 'Redux Toolkit',
    file: 'redux-toolkit.js',
    packages: ['@reduxjs/toolkit'],
    wire: 'clone',
    rowsMax: 100_000,
  },
  'zustand-immer': {
    name: 'Zustand + Immer',
    file: 'zustand-immer.js',
    packages: ['zustand', 'immer'],
    wire: 'clone',
    rowsMax: 100_000,
  },
};

/**
 * @param {Contender} contender
 * @returns {Promise<{ open: (readers: Readers) => Dashboard | Promise<Dashboard> }>}
 */
export const loadContender = ({ file }) => import(new URL(file, import.meta.url).href);

/**
 * @param {Contender} contender
 * @returns {string} its name with the versions of its packages
 */
export function nameWithVersions({ name, packages = [] }) {
  const version = (/** @type {string} */ each) =>
    JSON.parse(readFileSync(inRoot('node_modules', each, 'package.json'), 'utf8')).version;
  return packages.length === 0 ? name : `${name} ${packages.map(version).join(' + ')}`;
}
