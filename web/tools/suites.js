// The test suites, as data: what each needs, and how it runs.
import { readdirSync } from 'node:fs';
import { bundlerProjectsStep } from './bundler-projects.js';
import { nativeBenchSteps } from '../bench/native/main.js';
import { runCounts } from '../bench/native/suite.js';
import { buildStep, configureStep } from './cmake.js';
import { runLint } from './lint.js';
import { runMutilations } from './mutilate.js';
import { packStep } from './pack.js';
import { pagesStep } from './pages.js';
import { inRoot } from './paths.js';
import { nodeTestFiles, runGoogleTest, runNodeTest, runPlaywright, runSimulation } from './suite-runners.js';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} SuiteResult
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {import('./requirements.js').Purpose[]} purposes what the machine must have
 * @property {import('./step.js').Step[]} steps what must be built
 * @property {() => Promise<SuiteResult>} run
 * @property {boolean} [onRequest] runs only where it is named: it repeats another suite, or tests one, at a much higher cost
 */

const wasm = [configureStep('wasm'), buildStep('wasm')];
const release = [configureStep('release'), buildStep('release')];
const simulatedWorlds = 20_000;

const toolsTimeoutMs = 1_200_000; // of suites whose tests run compilers, bundlers and TypeDoc

/** @type {Record<string, Pick<Suite, 'purposes' | 'steps'> & Partial<Suite>>} what suites of node:test need besides the engine */
const moreNeeds = {
  bundlers: {
    purposes: ['build', 'browser'],
    steps: [...wasm, packStep, bundlerProjectsStep],
    run: () => runNodeTest('bundlers', toolsTimeoutMs),
  },
  docs: { purposes: ['build'], steps: wasm, run: () => runNodeTest('docs', toolsTimeoutMs) },
  packaging: {
    purposes: ['build'],
    steps: [...wasm, packStep],
    run: () => runNodeTest('packaging', toolsTimeoutMs),
  },
  slices: {
    purposes: ['build', 'native'],
    steps: [...wasm, packStep],
    run: () => runNodeTest('slices', toolsTimeoutMs),
  },
  // The worlds around the module's tabs are the native simulation's.
  worlds: { purposes: ['build', 'native'], steps: [...wasm, ...release] },
};

/** @type {Suite[]} */
export const suites = [
  { name: 'lint', purposes: ['build', 'lint'], steps: [...wasm, configureStep('debug')], run: runLint },
  {
    name: 'native',
    purposes: ['native'],
    steps: release,
    run: () => runGoogleTest('release'),
  },
  {
    name: 'simulation',
    purposes: ['native'],
    steps: release,
    run: () => runSimulation(simulatedWorlds),
  },
  { name: 'counts', purposes: ['native', 'bench'], steps: nativeBenchSteps, run: runCounts },
  { name: 'mutilations', purposes: ['native'], steps: release, run: () => runMutilations(), onRequest: true },
  {
    name: 'sanitizers',
    purposes: ['native'],
    steps: [configureStep('sanitizers'), buildStep('sanitizers')],
    run: () => runGoogleTest('sanitizers', '-Memory.*'), // their allocator does not tell what is in use
    onRequest: true,
  },
  ...nodeTestFolders().map(nodeSuite),
  {
    name: 'browser',
    purposes: ['build', 'browser'],
    steps: [...wasm, pagesStep],
    run: () => runPlaywright('browser', 'web/tests/browser/playwright.config.js'),
  },
  {
    name: 'engines',
    purposes: ['build', 'engines'],
    steps: [...wasm, pagesStep],
    run: () => runPlaywright('engines', 'web/tests/browser/engines/playwright.config.js'),
  },
];

// The folders of web/tests that hold *.test.js files, each a suite of its own.
function nodeTestFolders() {
  const folders = readdirSync(inRoot('web', 'tests'));
  return folders.filter((folder) => nodeTestFiles(folder).length > 0).sort();
}

/**
 * @param {string} name
 * @returns {Suite}
 */
function nodeSuite(name) {
  return { name, run: () => runNodeTest(name), ...(moreNeeds[name] ?? { purposes: ['build'], steps: wasm }) };
}
