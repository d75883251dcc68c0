// The npm package as a tarball, build/pack/tablattice.tgz: what the tests install that see the module as its users do.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isStamped, listFiles, stamp } from './fingerprint.js';
import { inRoot } from './paths.js';
import { runOrFail } from './run.js';

const folder = inRoot('build', 'pack');

export const tarballPath = join(folder, 'tablattice.tgz');

const inputs = [
  'web/engine',
  'web/docs',
  'wasm',
  'CMakeLists.txt',
  'LICENSE',
  'README.md',
  'package.json',
  'tsconfig.types.json',
];
const isMade = /^web\/engine\/(types|generated)\//; // by packing itself, of the other inputs

/** What the tarball's content depends on. */
export const packageFingerprint = () => fingerprint(listFiles(inputs).filter((path) => !isMade.test(path)));

/** @type {import('./step.js').Step} */
export const packStep = {
  title: 'Packing the npm package',
  upToDate: () => existsSync(tarballPath) && isStamped('pack', packageFingerprint()),
  run: async (say) => {
    const inputsHash = packageFingerprint();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const output = await runOrFail('npm', ['pack', '--json', '--pack-destination', folder], { onOutput: say });
    const [, filename] = /"filename": "(.*\.tgz)"/.exec(output) ?? [];
    renameSync(join(folder, filename ?? ''), tarballPath);
    stamp('pack', inputsHash);
  },
};
