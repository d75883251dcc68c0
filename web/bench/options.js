// The command line of npm run bench.
import { parseArgs } from 'node:util';
import { ToolFailure } from '../tools/failure.js';
import { contenders } from './contenders/index.js';

/**
 * @typedef {object} Options
 * @property {number[]} sizes rows
 * @property {string[]} only contenders
 * @property {number} events
 * @property {number} rounds how often the fast ones are repeated; the best figures count
 * @property {number} seed
 * @property {number} budgetMs for the events of one contender at one size
 * @property {boolean} native the native programs instead
 * @property {boolean} browser real tabs instead
 * @property {boolean} whole nothing was left out, so the page is written
 * @property {boolean} resume measure only what the kept results lack
 * @property {boolean} update of a part: put it into the kept results, and write the page; with `native`: write the table of counts anew
 */

const defaults = { rows: '1000,10000,100000,1000000', only: Object.keys(contenders).join(','), events: '10000' };

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readBenchOptions(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean' });
  const options = {
    native: flag,
    browser: flag,
    continue: flag,
    update: flag,
    rows: text,
    only: text,
    events: text,
    rounds: text,
    seed: text,
    budget: text,
  };
  const { values } = parseArgs({ args, options });
  const whole = values.rows === undefined && values.only === undefined;
  if (values.continue && !whole) throw new ToolFailure('--continue goes with no --rows and no --only.');
  const only = (values.only ?? defaults.only).split(',');
  const unknown = only.filter((id) => contenders[id] === undefined);
  if (unknown.length > 0) {
    throw new ToolFailure(`No such contender: ${unknown}. There are ${Object.keys(contenders).join(', ')}.`);
  }
  return {
    sizes: (values.rows ?? defaults.rows).split(',').map((text) => count('rows', text)),
    only,
    events: count('events', values.events ?? defaults.events),
    rounds: count('rounds', values.rounds ?? '3'),
    seed: count('seed', values.seed ?? '1'),
    budgetMs: count('budget', values.budget ?? '3000'),
    native: values.native ?? false,
    browser: values.browser ?? false,
    whole,
    resume: values.continue ?? false,
    update: values.update ?? false,
  };
}

/**
 * @param {string} name
 * @param {string} text
 */
function count(name, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new ToolFailure(`--${name} takes a whole number above 0, not '${text}'.`);
}
