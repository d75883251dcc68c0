import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { inRoot } from '../../tools/paths.js';

/** What `hear` returns to end the program: nothing more is wanted. */
export const enough = Symbol('enough');

/**
 * Runs tablattice_worlds (native-tests/simulation/node), which says one JSON text a line on descriptor 3 and hears the answers on 4.
 * @param {string[]} args
 * @param {(line: any) => unknown} hear what it returns is the answer; undefined: none is waited for
 * @returns {Promise<void>} when the program has ended; rejects where it ended badly
 */
export async function runWorlds(args, hear) {
  const program = inRoot('build', 'release', 'native-tests', 'tablattice_worlds');
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'] });
  let over = false;
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 || over ? resolve(code) : reject(new Error(`tablattice_worlds ended with ${code ?? signal}`)),
    );
  });
  const [, , , said, answers] = /** @type {any[]} */ (child.stdio);
  for await (const line of createInterface({ input: said, crlfDelay: Infinity })) {
    const answer = await hear(JSON.parse(line));
    if (answer === enough) {
      over = child.kill();
      break;
    }
    if (answer !== undefined) answers.write(`${JSON.stringify(answer)}\n`);
  }
  await ended;
}
