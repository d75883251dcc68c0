/** @jest-environment jest-fixed-jsdom */
import { collection, createEngine, createMemoryHub } from 'tablattice';

import { crossing } from './crossing.js';

test('a room crosses to a second engine, where there is a page', async () => {
  expect(document.body).toBeDefined();
  const result = await crossing({ collection, createEngine, createMemoryHub });
  expect(result).toEqual({ listed: ['Green'], crossed: ['Blue', 'Green'] });
});
