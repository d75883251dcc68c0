// The types of the packed tarball, under each way in which TypeScript finds modules, its libraries checked as well.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { tarballPath } from '../../tools/pack.js';
import { inRoot } from '../../tools/paths.js';
import { runToEnd } from '../../tools/run.js';

/** @type {string} */
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'tablattice-types-'));
  const module = join(folder, 'node_modules', 'tablattice');
  mkdirSync(module, { recursive: true });
  execFileSync('tar', ['-xzf', tarballPath, '--strip-components=1', '-C', module]);
  mkdirSync(join(folder, 'node_modules', '@types'));
  for (const name of ['react', 'node']) {
    symlinkSync(inRoot('node_modules', '@types', name), join(folder, 'node_modules', '@types', name));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const name of ['inference.ts', 'react-types.ts']) {
    const text = readFileSync(inRoot('web', 'tests', 'module', name), 'utf8');
    writeFileSync(join(folder, name), text.replace(/'\.\.\/\.\.\/engine(\/react)?\/index\.js'/g, "'tablattice$1'"));
  }
  for (const name of ['consumer.ts', 'every-subpath.ts', 'server.ts']) {
    writeFileSync(join(folder, name), readFileSync(new URL(name, import.meta.url)));
  }
});

after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * @param {object} compilerOptions
 * @param {string[]} [files]
 * @returns {Promise<string>} what tsc said: nothing
 */
async function check(compilerOptions, files = ['inference.ts', 'react-types.ts', 'consumer.ts', 'every-subpath.ts']) {
  const config = { strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', types: [], ...compilerOptions };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: config, files }));
  return (await runToEnd('tsc', ['--project', folder, '--pretty', 'false'])).output;
}

const lib = ['es2022', 'dom', 'dom.iterable'];

describe('the types of the tarball hold, and refuse what they must,', () => {
  it('where a bundler resolves modules', async () =>
    assert.equal(await check({ lib, module: 'esnext', moduleResolution: 'bundler' }), ''));
  it('as Node 16 does', async () => assert.equal(await check({ lib, module: 'node16' }), ''));
  it('as the newest Node does', async () => assert.equal(await check({ lib, module: 'nodenext' }), ''));
  it('as a server does that knows of no DOM', async () =>
    assert.equal(await check({ lib: ['es2022'], module: 'nodenext', types: ['node'] }, ['server.ts']), ''));
});
