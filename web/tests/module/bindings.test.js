// The names that the WebAssembly binds are those that the types declare, and the glue obeys a strict policy.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import ts from 'typescript';

import createTablattice from '../../engine/generated/tablattice.js';
import { check } from '../../engine/rules/index.js';

const engineFolder = new URL('../../engine/', import.meta.url);

/**
 * The members of a JSDoc typedef in contract.js.
 * @param {string} name
 */
function typedefMembers(name) {
  const text = readFileSync(new URL('contract.js', engineFolder), 'utf8');
  const source = ts.createSourceFile('contract.js', text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const docs = source.statements.flatMap((statement) => /** @type {{ jsDoc?: ts.JSDoc[] }} */ (statement).jsDoc ?? []);
  const tags = docs.flatMap((doc) => [...(doc.tags ?? [])]);
  const found = tags.filter(ts.isJSDocTypedefTag).find((tag) => tag.name?.text === name);
  assert.ok(found?.typeExpression && ts.isJSDocTypeLiteral(found.typeExpression), `contract.js declares ${name}`);
  return (found.typeExpression.jsDocPropertyTags ?? []).map((tag) => tag.name.getText()).sort();
}

/** @param {any} given */
async function instantiate(given = {}) {
  const wasmBinary = readFileSync(new URL('generated/tablattice.wasm', engineFolder));
  return createTablattice({ wasmBinary, ...given });
}

test('the bound class has exactly the members that the types declare', async () => {
  const { Engine } = await instantiate();
  const embindOwn = ['constructor'];
  const bound = Object.getOwnPropertyNames(Engine.prototype).filter((name) => !embindOwn.includes(name));
  assert.deepEqual([...bound, 'delete'].sort(), typedefMembers('WasmEngine'));
});

test('the module has the members that the types declare', async () => {
  const module = await instantiate();
  for (const name of typedefMembers('WasmModule')) assert.notEqual(module[name], undefined, name);
});

test('rules check a write at once, without waiting for anything', () => {
  const row = {
    id: 'a',
    therapistId: 'th-7',
    therapistName: 'T',
    date: '2026-12-01',
    startTime: '09:00',
    endTime: '10:00',
    isActive: true,
  };
  assert.equal(check('availability', { op: 'create', row, others: [] }), null);
  const late = check('availability', { op: 'update', row, changes: { endTime: '08:00' }, others: [] });
  assert.deepEqual([late?.code, late?.where], ['check_failed', 'endTime']);
  const overlap = check('availability', {
    op: 'create',
    row: { ...row, id: 'b', startTime: '09:30', endTime: '11:00' },
    others: [row],
  });
  assert.equal(overlap?.code, 'check_failed');
  assert.equal(check('rooms', { op: 'create', row })?.code, 'slice_unknown');
  assert.equal(check('availability', /** @type {any} */ ({ op: 'explode' }))?.code, 'check_input_invalid');
  assert.throws(() => check('availability', { op: 'create', row: { notes: '\ud800' } }), { code: 'text_malformed' });
});

test('the engine runs where a policy forbids making code from strings', async () => {
  const node = new URL('node/index.js', engineFolder).href;
  const program = `
    import { createEngine } from '${node}';
    const engine = await createEngine({ scope: 's', collections: { slots: { endpoint: 'http://api.test/slots' } }, poll: false });
    engine.collection('slots').load('[{"id":1,"version":1}]');
    console.log(engine.view({ from: 'slots' }).get().total);
    await engine.destroy();`;
  const args = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  assert.equal(stdout.trim(), '1');
});
