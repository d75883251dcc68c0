// node mutilated.js NAME: lives through worlds with one mutilation (mutilations.js) until one of them fails. Prints the outcome
// as JSON.
import { register } from 'node:module';

import { mutilations } from './mutilations.js';

const worldsMax = 60;
const data = mutilations.find(({ name }) => name === process.argv[2]);
if (data === undefined) throw new Error('There is no such mutilation.');
register('./mutilation-hooks.js', import.meta.url, { data });

const { liveThrough } = await import('./range.js');
const { World } = await import('./world.js');
const { rung = 'feed', seed = 1 } = data;
const range = { seed, worlds: worldsMax, trace: false };
const { worlds, failures } = await liveThrough('pages', rung, range, new World(), { stopAtFirst: true });
console.log(JSON.stringify({ worlds, failures }));
