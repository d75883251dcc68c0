import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertProblem, makeApp, temporaryFolder } from './harness.js';

/** @param {import('node:test').TestContext} t */
function builtPages(t) {
  const pagesPath = temporaryFolder(t);
  mkdirSync(join(pagesPath, 'assets'));
  for (const name of ['index', 'therapist', 'operator', 'scheduling', 'inspector']) {
    writeFileSync(join(pagesPath, `${name}.html`), `<title>${name}</title>`);
  }
  writeFileSync(join(pagesPath, 'assets/engine-1a2b3c4d.wasm'), Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]));
  writeFileSync(join(pagesPath, 'assets/index-1a2b3c4d.js'), 'export {};');
  return pagesPath;
}

test('each dashboard has its address, and browsers ask for it again each time', async (t) => {
  const { call } = await makeApp(t, { pagesPath: builtPages(t) });
  const addresses = [
    ['/', 'index'],
    ['/therapist?id=th-1', 'therapist'],
    ['/operator', 'operator'],
    ['/scheduling', 'scheduling'],
    ['/inspector', 'inspector'],
  ];
  for (const [address, name] of addresses) {
    const { status, headers, body } = await call('GET', address);
    assert.equal(status, 200, address);
    assert.match(String(headers['content-type']), /^text\/html; charset=utf-8/i);
    assert.equal(headers['cache-control'], 'no-cache');
    assert.match(String(headers['content-security-policy']), /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(body, `<title>${name}</title>`);
  }
});

test('a page that is unchanged is not sent again', async (t) => {
  const { call } = await makeApp(t, { pagesPath: builtPages(t) });
  const { headers } = await call('GET', '/operator');
  const again = await call('GET', '/operator', { headers: { 'if-none-match': String(headers.etag) } });
  assert.equal(again.status, 304);
});

test('hashed files are kept for ever, and WebAssembly has its own content type', async (t) => {
  const { call } = await makeApp(t, { pagesPath: builtPages(t) });
  const wasm = await call('GET', '/assets/engine-1a2b3c4d.wasm');
  assert.equal(wasm.headers['content-type'], 'application/wasm');
  assert.equal(wasm.headers['cache-control'], 'public, max-age=31536000, immutable');
  const script = await call('GET', '/assets/index-1a2b3c4d.js');
  assert.match(String(script.headers['content-type']), /^(text|application)\/javascript/);
});

test('what is not there, or outside the folder, is a 404', async (t) => {
  const { call } = await makeApp(t, { pagesPath: builtPages(t) });
  for (const address of ['/nothing', '/assets/nothing.js', '/assets', '/..%2f..%2fpackage.json']) {
    const { status } = await call('GET', address);
    assert.ok([403, 404].includes(status), `${address}: ${status}`);
  }
  assertProblem(await call('GET', '/nothing'), 404, 'not_found');
});

test('the API works before the pages are built', async (t) => {
  const { call } = await makeApp(t, { pagesPath: join(temporaryFolder(t), 'absent') });
  assert.equal((await call('GET', '/api/availability')).status, 200);
  assertProblem(await call('GET', '/'), 404, 'not_found');
});
