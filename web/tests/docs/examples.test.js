// Every block of code in the documents runs, against the reference server where it asks one; a new page is found by itself.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { transform } from 'esbuild';
import { createElement } from 'react';
import { collection, createEngine } from 'tablattice/node';
import { check } from 'tablattice/rules';

import { startServer } from '../../server/start-server.js';
import { inRoot } from '../../tools/paths.js';
import { act, render, renderToString } from '../module/react-page.js';
import { blocksOf, inNode, makeFolder } from './examples.js';

const guides = readdirSync(inRoot('web', 'docs')).filter((name) => name.endsWith('.md'));
const documents = ['README.md', ...guides.map((name) => `web/docs/${name}`)];
const builtBySlices = 'web/docs/cpp-slices.md'; // `npm test -- slices` writes all its files and runs all its commands
const runByBackends = 'web/docs/backends.md'; // its files are what backends.test.js starts
const collections = { availability: collection({ endpoint: '/' }) };
const projects = ['web/examples/moving-over', 'web/tests/packaging/projects']; // whose files the guides show; they have tests
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** @typedef {import('tablattice').Engine<any>} Engine */
/** @typedef {import('node:test').TestContext} TestContext */
/** @typedef {import('./examples.js').Block & { file: string }} Example `file`: where it is written, absolute */

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
const browserFetch = globalThis.fetch;
const { folder, remove } = makeFolder();

before(async () => {
  server = await startServer({ port: 0, databasePath: ':memory:', check });
  // A page's relative addresses are its server's.
  globalThis.fetch = (url, init) => browserFetch(new URL(String(url), server.origin), init);
});

after(async () => {
  globalThis.fetch = browserFetch;
  await server.close();
  remove();
});

/** What is done with a block, by its language. @type {Record<string, (example: Example, context: TestContext) => void | Promise<void>>} */
const treatments = {
  '': () => {}, // what programs print
  js: runExample,
  jsx: runExample,
  json: ({ code }) => void JSON.parse(code),
  sh: ({ code }) => code.trimEnd().split('\n').forEach(checkCommand),
};

for (const document of documents.filter((each) => each !== builtBySlices)) {
  blocksOf(document).forEach((block, index) => {
    test(`${document}, ${block.name || `block ${index + 1}`}`, (context) => {
      const treat = sourceOf(block.name) ? isPart : treatments[block.language];
      assert.ok(treat, `no test runs a block of '${block.language}'`);
      assert.ok(block.name === '' || isUsed(document, block.name), 'something runs the file');
      const name = block.name || `${index}.mjs`;
      return treat({ ...block, file: join(folder, document.replaceAll('/', '-'), name) }, context);
    });
  });
}

/**
 * @param {string} document
 * @param {string} name of a file in it
 */
function isUsed(document, name) {
  const imported = blocksOf(document).some(({ code }) => code.includes(`from './${name}'`));
  return imported || document === runByBackends || sourceOf(name) !== undefined;
}

/** @param {string} name of a file in one of the projects */
function sourceOf(name) {
  return projects.map((folder) => inRoot(folder, name)).find((path) => name && existsSync(path));
}

/** @param {Example} example of a project's file, which runs in that project's test */
function isPart({ name, code }) {
  assert.ok(readFileSync(String(sourceOf(name)), 'utf8').includes(code), `${name} holds it`);
}

/**
 * Runs it. One that has a name is a file for the examples after it.
 * @param {Example} example
 * @param {TestContext} context
 */
async function runExample({ language, name, code, file }, context) {
  mkdirSync(dirname(file), { recursive: true });
  if (name) return writeFileSync(file, inNode(code));
  const errors = context.mock.method(console, 'error', () => {});
  const printed = context.mock.method(console, 'log', () => {});
  writeFileSync(file, (await transform(inNode(code), { loader: 'jsx', jsx: 'automatic' })).code);
  const example = await import(pathToFileURL(file).href);
  if (language === 'jsx') await showPage(context, example);
  assert.deepEqual(
    errors.mock.calls.map((call) => call.arguments),
    [],
  );
  for (const [, promised] of code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)) {
    assert.ok(
      printed.mock.calls.some((call) => call.arguments.join(' ') === promised),
      `prints "${promised}"`,
    );
  }
}

/**
 * Commands start servers, suites and builds; that they exist is what can be said here.
 * @param {string} line
 */
function checkCommand(line) {
  const [program, first = '', second = ''] = line.trim().split(/\s+/);
  if (program === 'node') return assert.ok(existsSync(inRoot(first)), line);
  assert.equal(program, 'npm', line);
  if (first === 'install') return assert.match(line, /^npm install tablattice( |$)/);
  assert.ok((first === 'run' ? second : first) in { ...scripts, version: '', publish: '', pack: '' }, line);
}

/**
 * Renders an example's `Page` as a server does, and then in the browser: with the engine that it has made, or with one whose
 * rows come when it is on the screen.
 * @param {TestContext} context
 * @param {{ Page: import('react').ComponentType<{ engine: Engine | null }>, engine?: Promise<Engine> }} example
 */
async function showPage(context, { Page, engine: own }) {
  assert.match(renderToString(createElement(Page, { engine: null })), /Loading…|<p>0.* slots/);
  /** @type {Engine} */
  const engine = (await own) ?? (await createEngine({ scope: 'examples', collections, poll: false, autoStart: false }));
  const page = await render(context, createElement(Page, { engine }));
  const slot = { id: 'a', version: 10_000, date: '2030-12-03', startTime: '09:00', isActive: true };
  await act(async () => engine.collection('availability').load(JSON.stringify([slot])));
  assert.match(page.text() ?? '', /2030-12-03/);
  await act(() => engine.destroy());
}
