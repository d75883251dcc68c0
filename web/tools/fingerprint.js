// Skips work whose inputs have not changed: a stamp keeps the hash of the inputs of the last success.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, root, stampsFolder } from './paths.js';

/**
 * All files below these folders (or the files themselves), as sorted paths from the root; folders that are not there give
 * none.
 *
 * @param {string[]} paths
 * @param {RegExp} [pattern] which files, by path
 * @returns {string[]}
 */
export function listFiles(paths, pattern = /./) {
  return paths
    .flatMap((path) => {
      const full = inRoot(path);
      if (!existsSync(full)) return [];
      if (statSync(full).isFile()) return [path];
      return listFiles(readdirSync(full).map((name) => join(path, name)));
    })
    .filter((path) => pattern.test(path))
    .sort();
}

/**
 * @param {string[]} files
 * @param {string} [more] further text that the result depends on
 */
export function fingerprint(files, more = '') {
  const hash = createHash('sha256').update(more);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** @param {string} name */
const stampPath = (name) => join(stampsFolder, name);

/**
 * @param {string} name
 * @param {string} value
 */
export function isStamped(name, value) {
  return existsSync(stampPath(name)) && readFileSync(stampPath(name), 'utf8') === value;
}

/**
 * @param {string} name
 * @param {string} value
 */
export function stamp(name, value) {
  mkdirSync(dirname(stampPath(name)), { recursive: true });
  writeFileSync(stampPath(name), value);
}
