// The codes that the sources can produce, those that the types list, and those that the page explains are the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { listFiles } from '../../tools/fingerprint.js';
import { inRoot } from '../../tools/paths.js';

const read = (/** @type {string} */ path) => readFileSync(inRoot(path), 'utf8');

/** @param {string} source of C++ or JavaScript */
const withoutComments = (source) => source.replace(/\/\*.*?\*\//gs, '').replace(/(^|\s)\/\/.*$/gm, '$1');

// A word in snake_case is used for nothing else than codes; those of one word are found where they are given.
const codeForms = {
  'C++': [/"([a-z]+(?:_[a-z]+)+)"/g, /(?:problem\(|\.code = )\s*"([a-z]+)"/g],
  JavaScript: [/'([a-z]+(?:_[a-z]+)+)'/g, /code: '([a-z]+)'/g],
};

/**
 * @param {string} text
 * @param {RegExp[]} forms
 */
const matches = (text, forms) => forms.flatMap((form) => [...text.matchAll(form)].map(([, code]) => code));

/** @param {Iterable<string>} codes */
const sorted = (codes) => [...new Set(codes)].sort();

function producedCodes() {
  const native = listFiles(['wasm'], /\.(cpp|hpp)$/);
  const host = listFiles(['web/engine'], /\.js$/).filter(
    (path) => !/\/(generated|types)\//.test(path) && !path.endsWith('/error-codes.js'),
  );
  assert.ok(native.length > 50 && host.length > 30, `${native.length} files of C++, ${host.length} of JavaScript`);
  return sorted([
    ...native.flatMap((path) => matches(withoutComments(read(path)), codeForms['C++'])),
    ...host.flatMap((path) => matches(withoutComments(read(path)), codeForms.JavaScript)),
  ]);
}

test('the types list every code that the sources can produce, and no other', () => {
  const listed = matches(read('web/engine/error-codes.js'), [/'([a-z_]+)'/g]);
  assert.deepEqual(sorted(listed), producedCodes());
  assert.equal(listed.length, new Set(listed).size, 'each is listed once');
});

test('the page explains every code once, and no other', () => {
  const firstCells = read('web/docs/errors.md').matchAll(/^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \|/gm);
  const members = ['code', 'message', 'where', 'details', 'cause'];
  const explained = [...firstCells].flatMap(([, cell]) => cell.replaceAll('`', '').split(', '));
  const codes = explained.filter((code) => !members.includes(code));
  assert.deepEqual(sorted(codes), producedCodes());
  assert.equal(codes.length, new Set(codes).size, 'each is explained once');
});
