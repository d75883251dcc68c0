// The site is built as `npm run docs` does it; every link in it leads somewhere, and every file that a page names is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { before, test } from 'node:test';

import { buildDocs, siteFolder } from '../../tools/docs.js';
import { listFiles } from '../../tools/fingerprint.js';
import { inRoot } from '../../tools/paths.js';

before(buildDocs);

/** @param {string} file a page of the site, absolute */
const read = (file) => readFileSync(file, 'utf8');

/**
 * @param {string} file
 * @param {RegExp} form
 */
const found = (file, form) => new Set([...read(file).matchAll(form)].map(([, text]) => text.replaceAll('&amp;', '&')));

test('every link in the site leads to a page and a place in it', () => {
  const pages = listFiles([relative(inRoot(), siteFolder)], /\.html$/).map((path) => inRoot(path));
  assert.ok(pages.length > 100, `${pages.length} pages`);
  const places = new Map(pages.map((page) => [page, found(page, / id="([^"]+)"/g)]));
  const dead = [];
  for (const page of pages) {
    for (const link of found(page, /<a [^>]*?href="([^"]+)"/g)) {
      if (/^(https?|mailto):/.test(link)) continue;
      const [path, place] = link.split('#');
      const target = path === '' ? page : join(dirname(page), decodeURI(path));
      const isThere = existsSync(target) && (!place || (places.get(target)?.has(decodeURIComponent(place)) ?? true));
      if (!isThere) dead.push(`${relative(siteFolder, page)}: ${link}`);
    }
  }
  assert.deepEqual(dead, []);
});

test('every guide and every subpath of the package has its page', () => {
  const index = read(join(siteFolder, 'index.html')) + read(join(siteFolder, 'modules.html'));
  const { exports } = JSON.parse(read(inRoot('package.json')));
  const subpaths = Object.keys(exports).filter((name) => !/\.(wasm|json)$/.test(name));
  for (const name of subpaths) assert.ok(existsSync(join(siteFolder, 'modules', `${pageOf(name)}.html`)), name);
  for (const guide of listFiles(['web/docs'], /\.md$/)) {
    const title = read(inRoot(guide)).split('\n')[0].replace(/^# /, '');
    assert.ok(index.includes(title.replaceAll("'", '&#39;')) || index.includes(title), `${guide}: ${title}`);
  }
});

/** @param {string} subpath as package.json exports it */
const pageOf = (subpath) => subpath.replace('.', 'tablattice').replaceAll('/', '_');

test('every file of the repository that a page names in backquotes is there', () => {
  const pages = [...listFiles(['web/docs'], /\.md$/), 'README.md'];
  const gone = pages.flatMap((page) =>
    [...read(inRoot(page)).matchAll(/`((?:web|wasm|native-tests)\/[\w./-]+)`/g)]
      .map(([, path]) => path)
      .filter((path) => !existsSync(inRoot(path)))
      .map((path) => `${page}: ${path}`),
  );
  assert.deepEqual(gone, []);
});
