const plural = new Intl.PluralRules('en');
const format = new Intl.NumberFormat('en'); // one for all: `toLocaleString` looks for its own at each call

/** @param {number} value @returns {string} with its thousands apart */
export const numberText = (value) => format.format(value);

/**
 * A number with its noun: "1 slot", "2 slots".
 *
 * @param {number} count
 * @param {string} noun in the singular
 */
export function counted(count, noun) {
  return `${count} ${noun}${plural.select(count) === 'one' ? '' : 's'}`;
}
