import { collection, createEngine, createMemoryHub } from 'tablattice';
import { expect, test, vi } from 'vitest';

import { crossing, fetchRooms } from './crossing.js';
import { blueRoom, roomsOptions, showRooms } from './rooms.js';

test('a room crosses to a second engine', async () => {
  const result = await crossing({ collection, createEngine, createMemoryHub });
  expect(result).toEqual({ listed: ['Green'], crossed: ['Blue', 'Green'] });
});

test('the page in jsdom shows what another engine adds', async () => {
  const hub = createMemoryHub();
  const options = () => ({ transports: [hub.connect()], fetch: fetchRooms });
  const page = await showRooms({ collection, createEngine }, options());
  const shown = () => [...document.querySelectorAll('li')].map((item) => item.textContent);
  expect(shown()).toEqual(['Green']);
  const other = await createEngine({ ...roomsOptions(collection), ...options() });
  await other.collection('rooms').create(blueRoom);
  await vi.waitFor(() => expect(shown()).toEqual(['Blue', 'Green']));
  await Promise.all([page.destroy(), other.destroy()]);
});
