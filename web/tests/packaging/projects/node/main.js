import * as tablattice from 'tablattice';
import * as inline from 'tablattice/inline';
import * as node from 'tablattice/node';

import { crossing } from './crossing.js';

const results = [];
for (const module of [tablattice, node, inline]) results.push(await crossing(module));
console.log(JSON.stringify(results));
