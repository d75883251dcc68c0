// What operations cost in instructions (callgrind) and allocations, against the table that is checked in. That is what gates;
// times are only reported.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../../tools/run.js';
import { ToolFailure } from '../../tools/failure.js';
import { inRoot, root } from '../../tools/paths.js';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** @typedef {{ name: string, unit: string, instructions: number, allocations: number }} Cost of one unit */

const program = inRoot('build', 'release', 'native-tests', 'tablattice_counts');
const dumpFolder = inRoot('build', 'counts');
const tablePath = inRoot('native-tests', 'bench', 'counts.json');
const outputBytesMax = 1 << 20;
/** By how much a cost may grow before it fails. */
export const slack = 0.05;

/**
 * Runs every operation under callgrind.
 * @returns {Promise<Cost[]>}
 */
export async function countCosts() {
  rmSync(dumpFolder, { recursive: true, force: true });
  mkdirSync(dumpFolder, { recursive: true });
  const dumps = `--callgrind-out-file=${join(dumpFolder, 'callgrind.out')}`;
  const args = ['--quiet', '--tool=callgrind', '--instr-atstart=no', dumps, program];
  const options = { cwd: root, env: childEnvironment(), maxBuffer: outputBytesMax };
  const { stdout } = await promisify(execFile)('valgrind', args, options);
  const instructions = readDumps();
  const told = /** @type {{ name: string, unit: string, units: number, allocations: number }[]} */ (JSON.parse(stdout));
  return told.map(({ name, unit, units, allocations }) => {
    const counted = instructions.get(name);
    if (counted === undefined) throw new ToolFailure(`callgrind left no counts of '${name}' in ${dumpFolder}.`);
    return { name, unit, instructions: Math.round(counted / units), allocations };
  });
}

/** @returns {Map<string, number>} instructions by the name of the operation */
function readDumps() {
  const texts = readdirSync(dumpFolder).map((name) => readFileSync(join(dumpFolder, name), 'utf8'));
  const pairs = texts.map((text) => [
    text.match(/^desc: Trigger: Client Request: (.*)$/m)?.[1] ?? '',
    Number(text.match(/^totals: (\d+)/m)?.[1]),
  ]);
  return new Map(/** @type {[string, number][]} */ (pairs));
}

/** @returns {Cost[]} the checked-in table */
export const readTable = () => JSON.parse(readFileSync(tablePath, 'utf8'));

/** @param {Cost[]} costs */
export const writeTable = (costs) => writeFileSync(tablePath, `${JSON.stringify(costs, null, 2)}\n`);

/**
 * @param {Cost[]} table
 * @param {Cost[]} costs
 * @returns {{ line: string, ok: boolean }[]} one per operation and kind of cost, of either side
 */
export function compare(table, costs) {
  const names = [...new Set([...table, ...costs].map(({ name }) => name))];
  return names.flatMap((name) => {
    const known = table.find((cost) => cost.name === name);
    const now = costs.find((cost) => cost.name === name);
    if (known === undefined || now === undefined) {
      return [{ ok: false, line: `${name}: ${known ? 'is counted no more' : 'is not in the table'}` }];
    }
    return [compareOne(known, now, 'instructions'), compareOne(known, now, 'allocations')];
  });
}

/**
 * @param {Cost} known
 * @param {Cost} now
 * @param {'instructions' | 'allocations'} kind
 */
function compareOne(known, now, kind) {
  const growth = now[kind] / known[kind] - 1;
  const percent = `${growth >= 0 ? '+' : ''}${(growth * 100).toFixed(1)} %`;
  const hint = growth < -slack ? '; npm run bench -- --native --update takes that into the table' : '';
  const line = `${now.name}: ${now[kind].toLocaleString('en-US')} ${kind} a ${now.unit} (${percent}${hint})`;
  return { ok: now[kind] <= known[kind] * (1 + slack), line };
}
