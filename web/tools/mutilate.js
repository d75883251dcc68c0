// npm run mutilate -- [word]…: builds the engine with each mutilation of native-tests/mutilations (or with those whose names
// hold one of the words) and runs the simulation until it catches it. One that is not caught within `worldsMax` worlds is a
// failure: then the simulation proves less than it claims. What was caught is not run again until a source changes.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mutilations } from '../../native-tests/mutilations/index.js';
import { ToolFailure, runTool } from './failure.js';
import { fingerprint, listFiles } from './fingerprint.js';
import { isMain } from './main.js';
import { inParallel } from './parallel.js';
import { inRoot } from './paths.js';
import { runOrFail, runToEnd } from './run.js';
import { buildNative } from './setup.js';

const worldsMax = 20_000;
const program = 'native-tests/tablattice_simulate';
const library = ' libtablattice_core.a';
const release = inRoot('build', 'release');
const folder = inRoot('build', 'mutilations');

/**
 * @typedef {import('../../native-tests/mutilations/index.js').Mutilation} Mutilation
 *
 * @typedef {{ compile: Map<string, string>, link: string }} Commands the release build's, by source
 */

/** @returns {Promise<Commands>} */
async function readCommands() {
  /** @type {{ file: string, command: string }[]} */
  const compiled = JSON.parse(readFileSync(join(release, 'compile_commands.json'), 'utf8'));
  const commands = await runOrFail('ninja', ['-C', release, '-t', 'commands', program]);
  const link = commands.split('\n').find((line) => line.includes(` -o ${program} `));
  if (!link?.includes(library)) throw new ToolFailure('ninja does not say how the simulation is linked.');
  return { compile: new Map(compiled.map(({ file, command }) => [file, command])), link };
}

/** @param {Mutilation} mutilation */
const workFolder = ({ name }) => join(folder, name.replaceAll(/\W+/g, '-'));

/**
 * The source as the mutilation leaves it. A rule that has been written otherwise needs its mutilation written again.
 *
 * @param {Mutilation} mutilation
 */
function mutilate({ file, find, replace }) {
  const parts = readFileSync(inRoot(file), 'utf8').split(find);
  if (parts.length !== 2)
    throw new ToolFailure(`stale: what it replaces stands ${parts.length - 1} times in ${file}, not once`);
  return parts.join(replace);
}

/**
 * Builds the simulation with that one source changed. The engine's own warnings are no errors here: a mutilation leaves
 * things unused.
 *
 * @param {Mutilation} mutilation
 * @param {Commands} commands
 * @returns {Promise<string>} the program
 */
async function build(mutilation, commands) {
  const work = workFolder(mutilation);
  mkdirSync(work, { recursive: true });
  const source = join(work, basename(mutilation.file));
  const object = join(work, 'mutilated.o');
  const binary = join(work, 'simulate');
  writeFileSync(source, mutilate(mutilation));
  const compile = commands.compile.get(inRoot(mutilation.file));
  if (!compile) throw new ToolFailure(`${mutilation.file} is not compiled by the release build`);
  const compileHere = compile.replace(/ -o .+ -c .+$/, ` -w -o "${object}" -c "${source}"`);
  // The linker takes nothing from the library that an object defines.
  const linkHere = commands.link
    .replace(` -o ${program} `, ` -o "${binary}" `)
    .replace(library, ` "${object}"${library}`);
  for (const command of [compileHere, linkHere]) await runOrFail('sh', ['-c', command], { cwd: release });
  return binary;
}

/**
 * The first world, from `seed` on, in which that program breaks an invariant.
 *
 * @param {string} binary
 * @param {number} seed
 */
async function firstBroken(binary, seed) {
  const range = ['--seed', String(seed), '--worlds', String(worldsMax - seed + 1)];
  const { code, output } = await runToEnd(binary, [...range, '--stop-at-first', '--quiet']);
  const broken = /^world (\d+) breaks \((\w+)\) (.*)$/m.exec(output);
  if (broken) return { world: Number(broken[1]), invariant: broken[2], text: broken[3].slice(0, 100) };
  if (!/^\d+ worlds, 0 failed$/m.test(output)) throw new ToolFailure(`the simulation ended with code ${code}`);
  throw new ToolFailure(`not caught in ${worldsMax} worlds`);
}

/**
 * A world that breaks without the mutilation as well does not count.
 *
 * @param {string} binary
 * @returns {Promise<string>} how it was caught
 */
async function simulate(binary) {
  for (let seed = 1; ;) {
    const { world, invariant, text } = await firstBroken(binary, seed);
    const sound = await runToEnd(join(release, program), ['--world', String(world), '--whole']);
    if (sound.code === 0) return `caught by (${invariant}) in world ${world}: ${text}`;
    seed = world + 1;
  }
}

/**
 * @param {Mutilation} mutilation
 * @param {Commands} commands
 * @param {string} sources the fingerprint of all that is built
 * @returns {Promise<string>}
 */
async function judge(mutilation, commands, sources) {
  const inputs = fingerprint([], sources + JSON.stringify(mutilation));
  const kept = join(workFolder(mutilation), 'caught.json');
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  if (before.inputs === inputs) return before.verdict;
  const binary = await build(mutilation, commands);
  const verdict = await simulate(binary);
  rmSync(binary);
  writeFileSync(kept, JSON.stringify({ inputs, verdict }));
  return verdict;
}

/**
 * @param {Mutilation[]} [chosen]
 * @returns {Promise<import('./suites.js').SuiteResult>}
 */
export async function runMutilations(chosen = mutilations) {
  const commands = await readCommands();
  const sources = fingerprint(
    listFiles([
      'CMakeLists.txt',
      'CMakePresets.json',
      'native-tests/CMakeLists.txt',
      'native-tests/simulation',
      'wasm',
    ]),
  );
  let failed = 0;
  await inParallel(chosen, async (mutilation) => {
    try {
      console.log(`${mutilation.name}: ${await judge(mutilation, commands, sources)}`);
    } catch (error) {
      if (!(error instanceof ToolFailure)) throw error;
      ++failed;
      console.log(`${mutilation.name}: FAILED: ${error.message}`);
    }
  });
  return { passed: chosen.length - failed, failed, skipped: 0 };
}

/** @param {string[]} words */
async function main(words) {
  const chosen = mutilations.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  await buildNative('release');
  const { passed, failed } = await runMutilations(chosen);
  console.log(`${passed} caught, ${failed} not`);
  if (chosen.length === 0 || failed > 0) throw new ToolFailure('Each mutilation must be caught.');
}

if (isMain(import.meta.url)) await runTool(() => main(process.argv.slice(2)));
