// Which of our own headers a C++ file includes, directly or through others.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from './paths.js';

const includeFolders = ['wasm', 'native-tests'];
const includeLine = /^\s*#\s*include\s*"([^"]+)"/gm;

/**
 * @param {string} file a path from the root
 * @param {Set<string>} [seen]
 * @returns {Set<string>} the file and all it includes, as paths from the root
 */
export function withIncludes(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(inRoot(file), 'utf8').matchAll(includeLine)) {
    const candidates = [dirname(file), ...includeFolders].map((folder) => join(folder, name));
    const found = candidates.find((candidate) => existsSync(inRoot(candidate)));
    if (found) withIncludes(found, seen);
  }
  return seen;
}
