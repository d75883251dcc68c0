// What was measured so far, kept in a file as it comes: an interrupted run can be continued, and a part be measured anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ToolFailure } from '../../tools/failure.js';
import { inRoot } from '../../tools/paths.js';

/** @typedef {import('./run.js').Figures & { tookMs: number }} Run */
/** @typedef {{ start: { coldMs: number, readyMs: number }, bundleBytes: number }} Costs what does not depend on rows */
/** @typedef {import('./selectors.js').SelectorTimes & { rows: number }} Selectors */
/** @typedef {{ seed: number, events: number }} Workload */
/** @typedef {{ contender: string, bySize: Map<number, import('./run.js').Figures> } & Costs} Result */

/** Beyond that time a contender is not measured once more at a size. */
const repeatMsMax = 30_000;
/** The figures of which more is better. */
const more = ['events', 'eventsPerSecond'];

export const resultsPath = inRoot('build', 'bench', 'results.json');

export class Results {
  /** @type {Record<string, Run[]>} by contender and rows */
  runs = {};
  /** @type {Record<string, Costs>} by contender */
  costs = {};
  /** @type {Selectors | null} */
  selectors = null;

  /**
   * @param {Workload} workload
   * @param {string | null} path null: they are kept nowhere
   */
  constructor({ seed, events }, path = null) {
    this.workload = { seed, events };
    this.path = path;
  }

  /**
   * Those that an earlier run kept.
   *
   * @param {Workload} workload
   * @param {string} path
   */
  static read(workload, path) {
    const results = new Results(workload, path);
    if (!existsSync(path)) throw new ToolFailure(`There are no results in ${path}; npm run bench makes them.`);
    const kept = JSON.parse(readFileSync(path, 'utf8'));
    const [ours, theirs] = [results.workload, kept.workload].map((each) => JSON.stringify(each));
    if (ours !== theirs)
      throw new ToolFailure(`The results in ${path} are of another workload: ${theirs}, not ${ours}.`);
    return Object.assign(results, { runs: kept.runs, costs: kept.costs, selectors: kept.selectors ?? null });
  }

  /**
   * @param {string} contender
   * @param {number} rows
   */
  of(contender, rows) {
    return this.runs[name(contender, rows)] ?? [];
  }

  /**
   * @param {string} contender
   * @param {number} rows
   * @param {Run} run
   */
  add(contender, rows, run) {
    this.runs[name(contender, rows)] = [...this.of(contender, rows), run];
    this.save();
  }

  /**
   * @param {string} contender
   * @param {Costs} costs
   */
  addCosts(contender, costs) {
    this.costs[contender] = costs;
    this.save();
  }

  /** @param {Selectors} selectors */
  addSelectors(selectors) {
    this.selectors = selectors;
    this.save();
  }

  /**
   * Only the fast ones are measured again: what is slow is slow beyond all noise.
   *
   * @param {string} contender
   * @param {number} rows
   * @param {number} rounds
   */
  wantsMore(contender, rows, rounds) {
    const runs = this.of(contender, rows);
    const last = runs.at(-1);
    if (last === undefined) return true;
    const tookMs = runs.reduce((sum, run) => sum + run.tookMs, 0);
    return runs.length < rounds && last.events === this.workload.events && tookMs + last.tookMs <= repeatMsMax;
  }

  /**
   * @param {string[]} contenders
   * @param {number[]} sizes
   */
  forget(contenders, sizes) {
    for (const contender of contenders) {
      for (const rows of sizes) delete this.runs[name(contender, rows)];
      delete this.costs[contender];
    }
    if (contenders.includes('tablattice')) this.selectors = null;
  }

  save() {
    if (this.path === null) return;
    const { workload, runs, costs, selectors } = this;
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, JSON.stringify({ workload, runs, costs, selectors }, null, 1));
  }

  /**
   * @param {string[]} contenders in that order; those without any figures are left out
   * @returns {Result[]}
   */
  summary(contenders) {
    const sizesOf = (/** @type {string} */ contender) =>
      Object.values(this.runs)
        .flat()
        .map(({ rows }) => rows)
        .filter((rows, index, all) => all.indexOf(rows) === index && this.of(contender, rows).length > 0)
        .sort((a, b) => a - b);
    return contenders
      .filter((contender) => this.costs[contender] !== undefined && sizesOf(contender).length > 0)
      .map((contender) => ({
        contender,
        bySize: new Map(sizesOf(contender).map((rows) => [rows, best(this.of(contender, rows))])),
        ...this.costs[contender],
      }));
  }
}

/**
 * @param {string} contender
 * @param {number} rows
 */
const name = (contender, rows) => `${contender} ${rows}`;

/**
 * Of each figure the best of the runs: what else a machine does makes a run slower, never faster.
 *
 * @param {Run[]} runs at least one
 * @returns {import('./run.js').Figures}
 */
function best(runs) {
  const names = /** @type {(keyof Run)[]} */ (Object.keys(runs[0]));
  const pick = (/** @type {keyof Run} */ figure) => (more.includes(figure) ? Math.max : Math.min);
  const entries = names.map((figure) => [figure, pick(figure)(...runs.map((run) => run[figure]))]);
  return /** @type {Run} */ (Object.fromEntries(entries));
}
