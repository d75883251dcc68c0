// What somebody writes who has installed the package: two engines are two tabs; a row crosses. Prints what the second saw.
import { createEngine, createMemoryHub, collection } from 'tablattice/node';
import { check } from 'tablattice/rules';

const hub = createMemoryHub();

/** The API: it keeps what it is sent, and gives it a version. */
const fetch = async (/** @type {unknown} */ _url, /** @type {RequestInit | undefined} */ init) =>
  Response.json(init?.method === 'POST' ? { ...JSON.parse(String(init.body)), version: 1 } : []);

const openTab = () =>
  createEngine({
    scope: 'shop:user-1',
    collections: { rooms: collection({ endpoint: 'http://rooms.test/rooms' }) },
    transports: [hub.connect()],
    poll: false,
    fetch,
  });

const first = await openTab();
const second = await openTab();
const arrived = new Promise((resolve) => {
  second.collection('rooms').subscribe('room-1', () => {
    const row = second.collection('rooms').get('room-1');
    if (row) resolve(row);
  });
});
await first.collection('rooms').create({ id: 'room-1', name: 'Blue' });
const { id, name } = /** @type {{ id: string, name: string }} */ (await arrived);
const refusal = await check('availability', { op: 'create', row: { id: 'a' }, others: [] });
await Promise.all([first.destroy(), second.destroy()]);
console.log(JSON.stringify({ id, name, refusal: refusal?.code }));
