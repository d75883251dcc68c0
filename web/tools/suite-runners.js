// Runs one suite of each kind and reads its counts from what the runner writes for machines, never from what it prints.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ToolFailure } from './failure.js';
import { listFiles } from './fingerprint.js';
import { inRoot, resultsFolder } from './paths.js';
import { runToEnd } from './run.js';

/** @typedef {import('./suites.js').SuiteResult} SuiteResult */

const testTimeoutMs = 120_000;

/**
 * @param {string} name
 * @param {string} command
 * @param {(resultPath: string) => string[]} args
 * @param {(result: any) => SuiteResult} read
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<SuiteResult>}
 */
async function runAndRead(name, command, args, read, env) {
  mkdirSync(resultsFolder, { recursive: true });
  const resultPath = join(resultsFolder, `${name}.json`);
  rmSync(resultPath, { force: true });
  const onOutput = (/** @type {string} */ chunk) => process.stdout.write(chunk);
  const { code } = await runToEnd(command, args(resultPath), { env, onOutput });
  const result = readResult(name, resultPath, code, read);
  // A runner that failed without a failed test (a hook, a leak, a crash after the last test) has failed all the same.
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

/**
 * @param {string} name
 * @param {string} resultPath
 * @param {number} code
 * @param {(result: any) => SuiteResult} read
 */
function readResult(name, resultPath, code, read) {
  try {
    return read(JSON.parse(readFileSync(resultPath, 'utf8')));
  } catch (error) {
    throw new ToolFailure(`${name}: the runner ended with code ${code} and left no readable result (${error})`);
  }
}

/**
 * GoogleTest: the binary of a preset.
 *
 * @param {import('./cmake.js').Preset} preset
 * @param {string} [filter] which of its tests: as --gtest_filter has it
 */
export function runGoogleTest(preset, filter = '*') {
  const binary = inRoot('build', preset, 'native-tests', 'tablattice_tests');
  const args = (/** @type {string} */ path) => [
    '--gtest_brief=1',
    `--gtest_filter=${filter}`,
    `--gtest_output=json:${path}`,
  ];
  return runAndRead(preset, binary, args, ({ tests, failures, disabled, testsuites }) => {
    const all = testsuites.flatMap((/** @type {any} */ suite) => suite.testsuite);
    const skipped = all.filter((/** @type {any} */ test) => test.result === 'SKIPPED').length + disabled;
    return { passed: tests - failures - skipped, failed: failures, skipped };
  });
}

/**
 * The simulation: a fixed range of worlds (native-tests/simulation/README.md), each of which counts as a test. Faults or
 * repairs that were too few to prove anything count as one more.
 *
 * @param {number} worlds from world 1 on
 */
export function runSimulation(worlds) {
  const binary = inRoot('build', 'release', 'native-tests', 'tablattice_simulate');
  const jobs = String(availableParallelism());
  const args = (/** @type {string} */ path) => ['--worlds', String(worlds), '--jobs', jobs, '--result', path];
  return runAndRead('simulation', binary, args, ({ worlds: ran, failed, enough }) => {
    return { passed: ran - failed, failed: failed + (enough ? 0 : 1), skipped: 0 };
  });
}

/** @param {string} name a folder of web/tests */
export const nodeTestFiles = (name) => listFiles([`web/tests/${name}`], /\.test\.js$/);

/**
 * node:test: all *.test.js files of one folder of web/tests.
 *
 * @param {string} name
 * @param {number} [timeoutMs] of a file, and of each of its tests
 */
export function runNodeTest(name, timeoutMs = testTimeoutMs) {
  const args = (/** @type {string} */ path) => [
    '--test',
    `--test-timeout=${timeoutMs}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${inRoot('web', 'tools', 'node-test-reporter.js')}`,
    `--test-reporter-destination=${path}`,
    ...nodeTestFiles(name),
  ];
  return runAndRead(name, process.execPath, args, (counts) => counts);
}

/**
 * Playwright, in the browsers that were found. A test that passed only when repeated has failed.
 *
 * @param {string} name
 * @param {string} config the path of its configuration
 */
export function runPlaywright(name, config) {
  const args = () => ['test', '--config', config, '--reporter=list,json'];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: join(resultsFolder, `${name}.json`) };
  const read = (/** @type {any} */ { stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  });
  return runAndRead(name, 'playwright', args, read, env);
}
