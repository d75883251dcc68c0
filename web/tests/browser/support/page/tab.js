/**
 * A page that is nothing but the npm module: one engine, for what is about tabs and not about dashboards. Its address says by
 * `options` (JSON) what `createEngine` is given besides the collection. Tests find `engine`, `slots` and the `errors` that were
 * reported.
 */
import { collection, createEngine } from '../../../../engine/index.js';

const { persist = false, ...options } = JSON.parse(new URLSearchParams(location.search).get('options') ?? '{}');
const endpoint = '/api/availability';
/** @type {import('../../../../engine/errors.js').TablatticeError[]} */
const errors = [];

const engine = await createEngine({
  scope: 'clinic',
  collections: {
    availability: collection({ slice: 'availability', endpoint, feed: `${endpoint}/changes`, persist }),
  },
  onError: (error) => void errors.push(error),
  ...options,
});

Object.assign(globalThis, { engine, slots: engine.collection('availability'), errors });
