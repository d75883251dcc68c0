/** The blocks of code in the documents, and how those run that are files. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { inRoot } from '../../tools/paths.js';

/** @typedef {{ language: string, name: string, code: string }} Block `name`: the file that a block says it is, else '' */

/**
 * @param {string} document its path below the root
 * @returns {Block[]}
 */
export function blocksOf(document) {
  const text = readFileSync(inRoot(document), 'utf8');
  const blocks = [...text.matchAll(/^```(\S*)(?: ([^\n]+))?\n(.*?)^```$/gms)];
  return blocks.map(([, language, name = '', code]) => ({ language, name, code }));
}

/**
 * As it runs in Node.
 * @param {string} code
 */
export function inNode(code) {
  return code
    .replace("from 'tablattice'", "from 'tablattice/node'")
    .replace("from 'solid-js'", "from 'solid-js/dist/solid.js'"); // in Node it is the server's, where nothing reacts
}

/**
 * A folder inside the project, so that the examples find its packages.
 */
export function makeFolder() {
  mkdirSync(inRoot('build'), { recursive: true });
  const folder = mkdtempSync(inRoot('build', 'examples-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * Writes the blocks of a document that have a name into a folder of their own.
 * @param {string} document
 * @returns {{ load: (name: string) => Promise<any>, remove: () => void }}
 */
export function writeExamples(document) {
  const { folder, remove } = makeFolder();
  for (const { name, code } of blocksOf(document).filter((block) => block.name !== '')) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, inNode(code));
  }
  return { load: (name) => import(pathToFileURL(join(folder, name)).href), remove };
}
