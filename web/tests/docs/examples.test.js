// Every JavaScript example of the documents runs, against the reference server where it asks one.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { transform } from 'esbuild';
import { createElement } from 'react';
import { collection, createEngine } from 'tablattice/node';
import { check } from 'tablattice/rules';

import { startServer } from '../../server/start-server.js';
import { act, render, renderToString } from '../module/react-page.js';

const root = new URL('../../../', import.meta.url);
const folder = new URL('build/examples/', root);
const documents = [
  'README.md',
  'web/docs/errors.md',
  'web/docs/how-it-works.md',
  'web/docs/host-contract.md',
  'web/docs/react.md',
  'web/docs/redux.md',
  'web/docs/frameworks.md',
  'web/docs/moving-over.md',
];
const collections = { availability: collection({ endpoint: '/' }) };
const movedApplication = new URL('web/examples/moving-over/', root);

/** @typedef {import('tablattice').Engine<any>} Engine */

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
const browserFetch = globalThis.fetch;

before(async () => {
  mkdirSync(folder, { recursive: true });
  server = await startServer({ port: 0, databasePath: ':memory:', check });
  // A page's relative addresses are its server's.
  globalThis.fetch = (url, init) => browserFetch(new URL(String(url), server.origin), init);
});

after(async () => {
  globalThis.fetch = browserFetch;
  await server.close();
  rmSync(folder, { recursive: true });
});

/**
 * A document's blocks of code.
 * @param {string} document
 * @returns {{ language: string, name: string, code: string }[]} `name`: the file that a block says it is of
 */
function blocksOf(document) {
  const text = readFileSync(new URL(document, root), 'utf8');
  const blocks = [...text.matchAll(/^```(jsx?)(?: ([^\n]+))?\n(.*?)^```/gms)];
  return blocks.map(([, language, name = '', code]) => ({ language, name, code }));
}

/**
 * @param {string} name
 * @param {string} code as it stands in the document
 */
async function importExample(name, code) {
  const file = new URL(name, folder);
  const inNode = code
    .replace("from 'tablattice'", "from 'tablattice/node'")
    .replace("from 'solid-js'", "from 'solid-js/dist/solid.js'"); // in Node it is the server's, where nothing reacts
  writeFileSync(file, (await transform(inNode, { loader: 'jsx', jsx: 'automatic' })).code);
  return import(file.href);
}

for (const document of documents) {
  const blocks = blocksOf(document);
  const prefix = document.replaceAll('/', '-');
  blocks.forEach(({ language, name, code }, index) => {
    test(`${document}, ${name || `example ${index + 1}`}`, async (context) => {
      if (name.includes('/')) return assert.ok(readFileSync(new URL(name, movedApplication), 'utf8').includes(code));
      if (name)
        return writeFileSync(new URL(name, folder), code.replace("from 'tablattice'", "from 'tablattice/node'"));
      const errors = context.mock.method(console, 'error', () => {});
      const printed = context.mock.method(console, 'log', () => {});
      const example = await importExample(`${prefix}-${index}.mjs`, code);
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
    });
  });
}

/**
 * Renders an example's `Page` as a server does, and then in the browser: with the engine that it has made, or with one whose
 * rows come when it is on the screen.
 * @param {import('node:test').TestContext} context
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
