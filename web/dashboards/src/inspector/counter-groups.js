/**
 * The engine's counters in the order in which one looks for them: what became of the facts that came, what passed between the
 * tabs, what had to be repaired. A counter that is not known here is shown with the traffic: none is hidden.
 *
 * @typedef {{ title: string, figures: [name: string, count: number][] }} CounterGroup
 */

const facts = { title: 'Facts', names: ['joined', 'stale', 'duplicate', 'refused', 'malformed'] };
const traffic = { title: 'Traffic', names: ['sent', 'beats', 'reads', 'writes'] };
const repairs = { title: 'Repairs', names: ['gaps', 'healed', 'adopted', 'steals'] };
const groups = [facts, traffic, repairs];

/**
 * @param {Record<string, number>} counters
 * @returns {CounterGroup[]} without groups that have nothing to show
 */
export function counterGroups(counters) {
  const known = new Set(groups.flatMap(({ names }) => names));
  const others = Object.keys(counters).filter((name) => !known.has(name));
  const filled = groups.map(({ title, names }) => {
    const shown = [...names, ...(title === traffic.title ? others : [])].filter((name) => name in counters);
    return { title, figures: shown.map((name) => /** @type {[string, number]} */ ([name, counters[name]])) };
  });
  return filled.filter(({ figures }) => figures.length > 0);
}
