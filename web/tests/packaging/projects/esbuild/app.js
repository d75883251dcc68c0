import { collection, createEngine } from 'tablattice';
import wasm from 'tablattice/tablattice.wasm';

import { showRooms } from './rooms.js';

showRooms({ collection, createEngine }, { wasm });
