// What an application downloads does not grow unseen: sizes.json holds what `npm run size -- --write` measured last.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { measureBundle, recordedPath } from '../../tools/bundle-sizes.js';
import { ownerOf, wasmFunctions } from '../../tools/wasm-functions.js';

const slack = 0.05;

test('every part of the bundle is as large as was recorded, within 5 %', async () => {
  /** @type {Record<string, number>} */
  const recorded = JSON.parse(await readFile(recordedPath, 'utf8'));
  const sizes = await measureBundle();
  assert.deepEqual(Object.keys(sizes), Object.keys(recorded));
  for (const [part, { brotli }] of Object.entries(sizes)) {
    const grown = brotli / recorded[part] - 1;
    const say = `${part}: ${brotli} bytes (brotli), recorded are ${recorded[part]}; where that is meant: npm run size -- --write`;
    assert.ok(Math.abs(grown) <= slack, say);
  }
});

test('functions are counted under the class that they belong to', () => {
  assert.equal(ownerOf('tablattice::Engine::end(unsigned int)'), 'tablattice::Engine');
  assert.equal(
    ownerOf('tablattice::(anonymous namespace)::signal(std::__2::map<int, int> const&)'),
    'tablattice::signal',
  );
  assert.equal(ownerOf('void std::__2::__sort<tablattice::Less&, int*>(int*, int*, tablattice::Less&)'), 'std::__sort');
  assert.equal(ownerOf('std::__2::map<tablattice::Key, int>::operator[](tablattice::Key&&)'), 'std::map');
  assert.equal(ownerOf('bool tablattice::operator<(tablattice::A const&, int)'), 'tablattice::operator');
  assert.equal(ownerOf('malloc'), 'malloc');
});

test('the sizes and names of functions are read from a .wasm', () => {
  const name = (/** @type {string} */ text) => [text.length, ...Buffer.from(text)];
  const section = (/** @type {number} */ id, /** @type {number[]} */ content) => [id, content.length, ...content];
  const bytes = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(2, [2, ...name('a'), ...name('f'), 0, 0, ...name('a'), ...name('m'), 2, 1, 1, 2]),
    ...section(3, [2, 0, 0]),
    ...section(10, [2, 2, 0, 0x0b, 3, 0, 0x01, 0x0b]),
    ...section(0, [...name('name'), 1, 8, 2, 1, ...name('x'), 2, ...name('yz')]),
  ]);
  assert.ok(WebAssembly.validate(bytes));
  assert.deepEqual(wasmFunctions(bytes), [
    { name: 'yz', size: 3 },
    { name: 'x', size: 2 },
  ]);
});
