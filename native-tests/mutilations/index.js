// Ways to break the engine, one rule each. The simulation must catch every one of them (web/tools/mutilate.js): a proof that
// cannot fail proves nothing.
import { lattice } from './lattice.js';
import { outbox } from './outbox.js';
import { reads } from './reads.js';
import { tabs } from './tabs.js';
import { writes } from './writes.js';

/**
 * @typedef {object} Mutilation
 * @property {string} name
 * @property {string} why the law that it breaks, and where DESIGN.md says so
 * @property {string} file the source that is changed
 * @property {string} find stands exactly once in it
 * @property {string} replace what stands there instead
 */

/** @type {Mutilation[]} */
export const mutilations = [...lattice, ...reads, ...writes, ...outbox, ...tabs];
