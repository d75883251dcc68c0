import { collection, createEngine } from 'tablattice/inline';

import { showRooms } from './rooms.js';

showRooms({ collection, createEngine });
