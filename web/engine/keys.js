/** @typedef {import('./types.js').Key} Key */

const surrogates = 0xd800;
const surrogatesEnd = 0xe000;

/** Of a code unit, or half of a code point beyond 16 bits, which come after all others. */
const rank = (/** @type {number} */ unit) => (unit >= surrogates && unit < surrogatesEnd ? unit + 0x10000 : unit);

/**
 * The engine's order of keys: by their JSON texts, code point by code point.
 * @param {Key} left
 * @param {Key} right
 */
export function compareKeys(left, right) {
  const [one, other] = [JSON.stringify(left), JSON.stringify(right)];
  for (let at = 0; at < one.length && at < other.length; at += 1) {
    const difference = rank(one.charCodeAt(at)) - rank(other.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/**
 * @param {readonly Key[]} keys in order
 * @param {Iterable<Key>} gone which of them go
 * @param {Iterable<Key>} came which come, none of them there already
 * @returns {readonly Key[]} frozen; `keys` itself where nothing changes
 */
export function changeKeys(keys, gone, came) {
  const left = new Set(gone);
  const fresh = [...came].sort(compareKeys);
  if (left.size === 0 && fresh.length === 0) return keys;
  const next = left.size === 0 ? keys.slice() : keys.filter((key) => !left.has(key));
  if (fresh.length > next.length / 16) return Object.freeze(next.concat(fresh).sort(compareKeys));
  for (const key of fresh) next.splice(placeOf(next, key), 0, key);
  return Object.freeze(next);
}

/**
 * @param {readonly Key[]} keys in order
 * @param {Key} key
 */
export function hasKey(keys, key) {
  return keys[placeOf(keys, key)] === key;
}

/**
 * @param {readonly Key[]} keys
 * @param {Key} key
 * @returns {number} where it is, or would be
 */
function placeOf(keys, key) {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
