const plural = new Intl.PluralRules('en');

/**
 * A number with its noun: "1 slot", "2 slots".
 *
 * @param {number} count
 * @param {string} noun in the singular
 */
export function counted(count, noun) {
  return `${count} ${noun}${plural.select(count) === 'one' ? '' : 's'}`;
}
