// Where things are, from the repository's root.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

export const resultsFolder = inRoot('build', 'results');
export const stampsFolder = inRoot('build', 'stamps');
