const plural = new Intl.PluralRules('en');

/**
 * Not by `Intl.NumberFormat`: the first one that a page makes loads its tables, which takes a frame while the page opens.
 *
 * @param {number} value a whole one
 * @returns {string} with its thousands apart
 */
export const numberText = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * A number with its noun: "1 slot", "2 slots".
 *
 * @param {number} count
 * @param {string} noun in the singular
 */
export function counted(count, noun) {
  return `${count} ${noun}${plural.select(count) === 'one' ? '' : 's'}`;
}
