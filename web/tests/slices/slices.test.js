// web/docs/cpp-slices.md is a project: its files are written to a folder outside the repository, beside the installed
// tarball, and its commands are run there.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { tarballPath } from '../../tools/pack.js';
import { inRoot } from '../../tools/paths.js';
import { runOrFail, runToEnd } from '../../tools/run.js';

/** @type {string} */
let folder;
/** @type {string[]} the document's commands: the WebAssembly's, and the native program's */
let commands;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tablattice-slices-'));
  const text = await readFile(inRoot('web', 'docs', 'cpp-slices.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language, code]) => ({ language, code }));
  commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
  for (const { code } of blocks.filter(({ language }) => language !== 'sh')) {
    const [, path] = /^(?:\/\/|#) (\S+)\n/.exec(code) ?? assert.fail(`This block names no file:\n${code}`);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'tasks', private: true, type: 'module' }));
  await runOrFail('npm', ['install', '--offline', '--no-audit', '--no-fund', tarballPath], { cwd: folder });
});

after(() => rm(folder, { recursive: true, force: true }));

/** @param {string} command */
const shell = (command) => runOrFail('sh', ['-e', '-c', command], { cwd: folder });

/**
 * Runs one of the document's programs, and compares what it prints with what its comments say.
 *
 * @param {string} name
 */
async function prints(name) {
  const code = await readFile(join(folder, name), 'utf8');
  const promised = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  const { code: ended, output } = await runToEnd(process.execPath, ['--no-warnings', name], { cwd: folder });
  assert.deepEqual({ ended, lines: output.trimEnd().split('\n') }, { ended: 0, lines: promised });
}

describe('a slice of a team that has installed the package', () => {
  it('builds as WebAssembly, with glue and types', async () => {
    await shell(commands[0]);
    const bytes = await readFile(join(folder, 'engine', 'tasks.wasm'));
    assert.ok(WebAssembly.validate(bytes));
  });

  it('runs in an engine: its checks, its own action, and a change that crosses', () => prints('app.mjs'));
  it('is checked on a server by tablattice/rules', () => prints('server.mjs'));

  it('links natively with the core, installed as a CMake package', async () => {
    const output = await shell(commands[1]);
    const problem = { code: 'check_failed', message: 'A task needs a title.', where: 'title' };
    assert.deepEqual(JSON.parse(output.trim().split('\n').at(-1) ?? ''), problem);
  });
});
