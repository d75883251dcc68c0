// `npm pack` gives a tarball that a folder elsewhere can install and use, in Node and in TypeScript, with nothing else.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { tarballPath } from '../../tools/pack.js';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
/** @type {string} */
let folder;
/** @type {string[]} paths in the tarball */
let packed;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tablattice-pack-'));
  const { stdout } = await execute('tar', ['-tzf', tarballPath]);
  packed = stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  const manifest = { name: 'consumer', private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await execute('npm', ['install', '--offline', '--no-audit', '--no-fund', tarballPath], { cwd: folder });
});

after(() => rm(folder, { recursive: true, force: true }));

describe('the npm package', () => {
  it('holds the module, the engine, the types, the guides, the C++ sources, and nothing else', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const always = ['package.json', 'README.md', 'LICENSE'];
    const allowed = (/** @type {string} */ path) =>
      always.includes(path) ||
      manifest.files.some((/** @type {string} */ entry) => path === entry || path.startsWith(`${entry}/`));
    assert.deepEqual(
      packed.filter((path) => !allowed(path)),
      [],
    );
    for (const name of ['js', 'd.ts', 'wasm', 'inline.js', 'inline.d.ts'])
      assert.ok(packed.includes(`web/engine/generated/tablattice.${name}`), name);
    for (const name of ['wasm/core/engine.hpp', 'wasm/cmake/tablattice_add_wasm.cmake', 'LICENSE']) {
      assert.ok(packed.includes(name), name);
    }
  });

  it('holds the guides that its README leads to', async () => {
    const readme = await readFile(join(folder, 'node_modules', 'tablattice', 'README.md'), 'utf8');
    const guides = [...readme.matchAll(/\]\((web\/docs\/[^)#]+)/g)].map(([, path]) => path);
    assert.ok(guides.length > 10, `${guides.length} links`);
    assert.deepEqual(
      guides.filter((path) => !packed.includes(path)),
      [],
    );
  });

  it('has a file behind every export, with types', async () => {
    const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    for (const [subpath, target] of Object.entries(exports)) {
      const files = typeof target === 'string' ? [target] : Object.values(target);
      for (const file of files) assert.ok(packed.includes(file.replace('./', '')), `${subpath}: ${file}`);
    }
  });

  it('brings no dependency and runs no script where it is installed', async () => {
    const path = join(folder, 'node_modules', 'tablattice', 'package.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    assert.equal(manifest.dependencies, undefined);
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
      assert.equal(manifest.scripts[script], undefined, script);
    }
    const installed = (await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'));
    assert.deepEqual(installed, ['tablattice']);
  });

  it('works in Node: a row crosses from one engine to another', async () => {
    await copyFile(join(here, 'consumer.mjs'), join(folder, 'consumer.mjs'));
    const { stdout } = await execute(process.execPath, ['--disallow-code-generation-from-strings', 'consumer.mjs'], {
      cwd: folder,
    });
    assert.deepEqual(JSON.parse(stdout), { id: 'room-1', name: 'Blue', refusal: 'check_failed' });
  });

  it('can be required by CommonJS, since no module of it awaits at its top', async () => {
    await writeFile(join(folder, 'consumer.cjs'), "console.log(typeof require('tablattice').createEngine)");
    const { stdout } = await execute(process.execPath, ['--no-warnings', 'consumer.cjs'], { cwd: folder });
    assert.equal(stdout.trim(), 'function');
  });
});
