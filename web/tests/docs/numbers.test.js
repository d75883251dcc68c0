// The defaults that the types tell are those of the engine, and every number is told.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { inRoot } from '../../tools/paths.js';

const header = readFileSync(inRoot('wasm', 'core', 'config.hpp'), 'utf8');
const types = readFileSync(inRoot('web', 'engine', 'numbers.js'), 'utf8');

const camelCase = (/** @type {string} */ name) => name.replace(/_(\w)/g, (_match, letter) => letter.toUpperCase());

/**
 * @param {string} struct
 * @returns {Record<string, number>}
 */
function engineDefaults(struct) {
  const [, body] = new RegExp(`struct ${struct} \\{(.*?)\\n\\};`, 's').exec(header) ?? [];
  const members = [...body.matchAll(/std::int64_t (\w+) = ([\d' *]+);/g)];
  const product = (/** @type {string} */ text) =>
    text.split('*').reduce((value, factor) => value * Number(factor.replaceAll("'", '')), 1);
  return Object.fromEntries(members.map(([, name, value]) => [camelCase(name), product(value)]));
}

/** @param {string} typedef */
function toldDefaults(typedef) {
  const [, body] = new RegExp(`@typedef \\{object\\} ${typedef}\\n(.*?)\\*/`, 's').exec(types) ?? [];
  const members = [...body.matchAll(/@property \{number\} \[(\w+)\] .*; default (\d+)$/gm)];
  return Object.fromEntries(members.map(([, name, value]) => [name, Number(value)]));
}

for (const name of ['PollOptions', 'OutboxOptions', 'TabsOptions']) {
  test(`the defaults of ${name}`, () => {
    const defaults = engineDefaults(name);
    assert.ok(Object.keys(defaults).length > 5);
    assert.deepEqual(toldDefaults(name), defaults);
  });
}
