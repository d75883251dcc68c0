import { deepFreeze } from './rows.js';

/** @typedef {import('./contract.js').ViewPatch} ViewPatch */

/** Beyond so many splices an array is made anew: each splice moves what is behind it. */
const inPlaceMax = 32;
/** So many rows can be the arguments of one call. */
const spreadMax = 8192;

/**
 * @param {any[]} rows may be changed
 * @param {NonNullable<ViewPatch['splices']>} splices their places are those in `rows` as it is given
 * @param {(row: any) => any} adopt gives the object that stands for a row
 * @returns {any[]} the rows with the splices applied
 */
export function spliceRows(rows, splices, adopt) {
  if (splices.length <= inPlaceMax && splices.every(([, , added]) => added.length <= spreadMax)) {
    for (const [place, removed, added] of splices.reverse()) rows.splice(place, removed, ...added.map(adopt));
    return rows;
  }
  const next = [];
  let from = 0;
  for (const [place, removed, added] of splices) {
    for (; from < place; from += 1) next.push(rows[from]);
    for (const row of added) next.push(adopt(row));
    from += removed;
  }
  for (; from < rows.length; from += 1) next.push(rows[from]);
  return next;
}

/**
 * @param {Readonly<Record<string, any>>} last
 * @param {ViewPatch['aggregates']} [values]
 * @param {ViewPatch['groups']} [groups]
 * @returns {Readonly<Record<string, any>>} frozen; `last` where nothing in it differs
 */
export function mergeAggregates(last, values = {}, groups = {}) {
  const maps = Object.entries(groups).map(([name, each]) => [name, mergeGroups(last[name], each)]);
  const next = { ...last, ...deepFreeze(values), ...Object.fromEntries(maps) };
  return Object.keys(next).every((name) => next[name] === last[name]) ? last : Object.freeze(next);
}

/**
 * @param {Map<any, any> | undefined} last
 * @param {NonNullable<ViewPatch['groups']>[string]} groups
 * @returns {Map<any, any>} the same where nothing in it differs
 */
function mergeGroups(last, { whole, values }) {
  const same = last !== undefined && values.every(([group, value]) => last.has(group) && last.get(group) === value);
  if (same && (!whole || values.length === last.size)) return last;
  deepFreeze(values);
  const next = new Map(whole ? values : last);
  if (!whole) for (const [group, value] of values) next.set(group, value);
  return next;
}
