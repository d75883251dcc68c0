/** Entity tags, as RFC 9110 §8.8.3 and §13.1 compare them. */

/** What an If-Match or If-None-Match header may look like: `*`, or a list of entity tags. */
export const ENTITY_TAGS_PATTERN = '^(\\*|(W/)?"[^"]*"([ \\t]*,[ \\t]*(W/)?"[^"]*")*)$';

/**
 * @param {string | number} value without double quotes
 * @returns {string}
 */
export function entityTag(value) {
  return `"${value}"`;
}

/**
 * Strong comparison, for If-Match: a weak tag never matches.
 *
 * @param {string} header
 * @param {string} tag
 * @returns {boolean}
 */
export function matchesStrongly(header, tag) {
  return header.trim() === '*' || tagsIn(header).includes(tag);
}

/**
 * Weak comparison, for If-None-Match: a proxy that compresses may have weakened the tag.
 *
 * @param {string} header
 * @param {string} tag
 * @returns {boolean}
 */
export function matchesWeakly(header, tag) {
  return header.trim() === '*' || tagsIn(header).some((candidate) => candidate.replace(/^W\//, '') === tag);
}

/** @param {string} header */
function tagsIn(header) {
  return header.split(',').map((candidate) => candidate.trim());
}
