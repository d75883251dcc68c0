import { collection, createEngine } from 'tablattice';

import { showRooms } from './rooms.js';

showRooms({ collection, createEngine });
