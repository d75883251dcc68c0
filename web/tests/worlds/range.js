/** Which worlds a test lives through, and what came of them. */
import { enough, runWorlds } from './link.js';

const rungs = ['feed', 'versioned', 'plain'];

/**
 * @typedef {object} Outcome
 * @property {number} worlds
 * @property {{ seed: number, text: string }[]} failures one for each world that failed; `text` says how to repeat it
 * @property {Map<string, number>} happened how often each kind of fault and repair did
 */

/**
 * `WORLD_SEED` says which world comes first; where `WORLDS` is not given it is the only one, and its trace is printed.
 * @param {number} worlds of a rung, where the environment names no other number
 */
export function rangeOf(worlds) {
  const { WORLDS, WORLD_SEED } = process.env;
  const alone = WORLD_SEED !== undefined && WORLDS === undefined;
  return { seed: Number(WORLD_SEED ?? 1), worlds: alone ? 1 : Number(WORLDS ?? worlds), trace: alone };
}

/** `WORLD_RUNG` leaves out the others. */
export const rungsAsked = rungs.filter((rung) => rung === (process.env.WORLD_RUNG ?? rung));

export const textsOf = (/** @type {{ text: string }[]} */ failures) => failures.map((each) => each.text);

/**
 * @param {'pages' | 'recorded'} mode
 * @param {string} rung
 * @param {ReturnType<typeof rangeOf>} range
 * @param {{ begin: (seed: number) => void, hear: (line: any) => unknown }} serve `hear`'s result is the answer to a call
 * @param {{ stopAtFirst?: boolean }} [options] whether the first failure is enough
 * @returns {Promise<Outcome>}
 */
export async function liveThrough(mode, rung, { seed: first, worlds, trace }, serve, { stopAtFirst = false } = {}) {
  /** @type {Outcome} */
  const outcome = { worlds: 0, failures: [], happened: new Map() };
  let seed = first;
  const ended = ({ failure = '', happened = {} }) => {
    outcome.worlds += 1;
    const again = `WORLD_SEED=${seed} WORLD_RUNG=${rung} npm test -- worlds`;
    if (failure !== '') outcome.failures.push({ seed, text: `world ${seed} breaks ${failure}\n  again: ${again}` });
    for (const [kind, times] of Object.entries(happened)) {
      outcome.happened.set(kind, (outcome.happened.get(kind) ?? 0) + times);
    }
    return stopAtFirst && outcome.failures.length > 0 ? enough : undefined;
  };
  const args = [
    mode,
    '--rung',
    rung,
    '--seed',
    String(first),
    '--worlds',
    String(worlds),
    ...(trace ? ['--trace'] : []),
  ];
  await runWorlds(args, (line) => {
    if (line.call === 'end') return ended(line);
    if (line.call !== 'begin') return serve.hear(line);
    seed = line.seed;
    serve.begin(seed);
    return undefined;
  });
  return outcome;
}
