// Every JavaScript example of the documents runs, against the reference server where it asks one.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { transform } from 'esbuild';
import { createElement } from 'react';
import { collection, createEngine } from 'tablattice/node';
import { check } from 'tablattice/rules';

import { startServer } from '../../server/start-server.js';
import { act, render } from '../module/react-page.js';

const root = new URL('../../../', import.meta.url);
const folder = new URL('build/examples/', root);
const documents = ['README.md', 'web/docs/how-it-works.md', 'web/docs/host-contract.md'];

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

for (const document of documents) {
  const text = readFileSync(new URL(document, root), 'utf8');
  const examples = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
  examples.forEach((code, index) => {
    test(`${document}, example ${index + 1}`, async (context) => {
      const errors = context.mock.method(console, 'error', () => {});
      const printed = context.mock.method(console, 'log', () => {});
      const file = new URL(`${document.replaceAll('/', '-')}-${index}.mjs`, folder);
      writeFileSync(file, code.replace("from 'tablattice'", "from 'tablattice/node'"));
      await import(file.href);
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

test('README.md, in React', async (context) => {
  const text = readFileSync(new URL('README.md', root), 'utf8');
  const [, code] = /^```jsx\n(.*?)^```/ms.exec(text) ?? assert.fail('no example in React');
  const file = new URL('react.mjs', folder);
  writeFileSync(file, (await transform(code, { loader: 'jsx', jsx: 'automatic' })).code);
  const { Page } = await import(file.href);
  const engine = await createEngine({
    scope: 'examples',
    collections: { availability: collection({ endpoint: '/' }) },
    poll: false,
  });
  const page = await render(context, createElement(Page, { engine }));
  assert.equal(page.text(), 'Loading…');
  const slot = { id: 'a', version: 1, date: '2030-12-03', startTime: '09:00', isActive: true };
  await act(async () => engine.collection('availability').load(JSON.stringify([slot])));
  assert.equal(page.text(), '2030-12-03 09:00');
  await engine.destroy();
});
