// Two engines of one process are two tabs: what the second has from the list, and what crossed to it from the first.
import { blueRoom, roomsOptions, roomsQuery } from './rooms.js';

/** The API: it keeps what it is sent, and gives it a version. */
export const fetchRooms = async (url, init) =>
  Response.json(
    init?.method === 'POST' ? { ...JSON.parse(init.body), version: 2 } : [{ id: 'room-1', name: 'Green', version: 1 }],
  );

const names = (view) => view.get().rows.map(({ name }) => name);

export async function crossing({ collection, createEngine, createMemoryHub }) {
  const hub = createMemoryHub();
  const open = () => createEngine({ ...roomsOptions(collection), transports: [hub.connect()], fetch: fetchRooms });
  const [first, second] = [await open(), await open()];
  const view = second.view(roomsQuery);
  await second.collection('rooms').refresh();
  const listed = names(view);
  const arrived = new Promise((resolve) => {
    second.collection('rooms').subscribe(blueRoom.id, resolve);
  });
  await first.collection('rooms').create(blueRoom);
  await arrived;
  const crossed = names(view);
  await Promise.all([first.destroy(), second.destroy()]);
  return { listed, crossed };
}
