/**
 * Tablattice: every open tab of a web application on the same data. `createEngine` makes one tab's engine; everything else
 * hangs off it.
 */
export { createEngine } from './create-engine.js';
export * from './exports.js';
