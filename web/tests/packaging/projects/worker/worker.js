import { collection, createEngine } from './node_modules/tablattice/web/engine/index.js';
import { roomsOptions, roomsQuery } from './rooms.js';

const engine = await createEngine(roomsOptions(collection));
const rooms = engine.collection('rooms');
onmessage = ({ data }) => rooms.create(data);
await rooms.refresh();
engine.view(roomsQuery).subscribe(({ rows }) => postMessage(rows), { immediate: true });
