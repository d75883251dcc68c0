/** `tablattice/availability` over a real engine whose API is a function. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  createAvailability,
  deleteAvailability,
  fetchAvailability,
  onSyncAvailability,
  selectAllAvailability,
  selectAvailabilityById,
  selectAvailabilityByTherapist,
  selectAvailabilityIds,
  selectAvailabilityTotal,
  syncAvailabilityCreated,
  syncAvailabilityDeleted,
  syncAvailabilityUpdated,
  thunkDispatch,
  updateAvailability,
} from 'tablattice/availability';
import { TablatticeError, collection, createEngine } from 'tablattice/node';

import { Backend, isWrite, json, origin } from './backend.js';

const slot = { id: 'a', therapistId: 'th-1', date: '2026-12-01', startTime: '09:00', endTime: '10:00', isActive: true };

/** @param {import('node:test').TestContext} t */
async function start(t) {
  const backend = new Backend();
  const endpoint = `${origin}/api/availability`;
  const declared = collection({ endpoint, feed: `${endpoint}/changes`, slice: 'availability' });
  const errors = /** @type {TablatticeError[]} */ ([]);
  const engine = await createEngine({
    scope: 'test',
    collections: { availability: declared },
    fetch: backend.fetch,
    poll: false,
    onError: (error) => errors.push(error),
  });
  t.after(async () => {
    await engine.destroy();
    assert.deepEqual(errors, []);
  });
  return { backend, engine, dispatch: thunkDispatch(engine) };
}

test('a create shows before its dispatch returns and is fulfilled with the row of the server', async (t) => {
  const { engine, dispatch } = await start(t);
  const promise = dispatch(createAvailability(slot));
  assert.equal(promise.id, 'a');
  assert.equal(selectAvailabilityById(engine.getState(), 'a')?.$pending, true);
  const action = await promise;
  assert.equal(action.type, createAvailability.fulfilled.type);
  assert.ok(createAvailability.fulfilled.match(action));
  assert.equal(action.payload.version, 1);
  const { requestId } = promise;
  const work = { collection: 'availability', op: 'create' };
  assert.deepEqual(action.meta, { ...work, arg: slot, requestId, requestStatus: 'fulfilled' });
  assert.equal((await promise.unwrap()).version, 1);
});

test('what the checks refuse is rejected with the field, and nothing is asked', async (t) => {
  const { backend, engine, dispatch } = await start(t);
  const promise = dispatch(createAvailability({ ...slot, endTime: '08:00' }));
  const action = await promise;
  assert.ok(createAvailability.rejected.match(action));
  assert.equal(action.payload.code, 'check_failed');
  assert.match(action.payload.where ?? '', /endTime$/);
  assert.equal(action.error?.name, 'TablatticeError');
  await assert.rejects(promise.unwrap(), TablatticeError);
  assert.equal(selectAvailabilityTotal(engine.getState()), 0);
  assert.equal(backend.calls.filter(isWrite).length, 0);
});

test('an aborted thunk is rejected as of RTK, and its change goes on', async (t) => {
  const { engine, dispatch } = await start(t);
  const promise = dispatch(createAvailability(slot));
  promise.abort('left the page');
  const action = await promise;
  assert.ok(createAvailability.rejected.match(action) && createAvailability.settled(action));
  const { aborted, rejectedWithValue, condition } = action.meta;
  assert.deepEqual([aborted, rejectedWithValue, condition], [true, true, false]);
  assert.deepEqual(action.error, { name: 'AbortError', message: 'left the page', code: 'aborted' });
  await assert.rejects(promise.unwrap(), { name: 'AbortError', code: 'aborted' });
  await engine.settled();
  assert.equal(selectAvailabilityById(engine.getState(), 'a')?.version, 1);
  const done = dispatch(deleteAvailability('a'));
  assert.ok(deleteAvailability.fulfilled.match(await done));
  done.abort();
  assert.equal(await done.unwrap(), 'a', 'too late');
});

test('what the server refuses is rolled back and rejected with its problem', async (t) => {
  const { backend, engine, dispatch } = await start(t);
  backend.replace(isWrite, () => json(422, { title: 'Refused', detail: 'Taken.', field: 'startTime' }));
  const action = await dispatch(createAvailability(slot));
  assert.ok(createAvailability.rejected.match(action));
  assert.equal(action.payload.where, 'startTime');
  assert.equal(selectAvailabilityTotal(engine.getState()), 0);
});

test('updates and deletions go by id', async (t) => {
  const { backend, engine, dispatch } = await start(t);
  await dispatch(createAvailability(slot)).unwrap();
  const update = dispatch(updateAvailability({ id: 'a', changes: { isActive: false } }));
  assert.equal(selectAvailabilityById(engine.getState(), 'a')?.isActive, false);
  assert.equal((await update.unwrap()).version, 2);
  assert.equal(await dispatch(deleteAvailability('a')).unwrap(), 'a');
  const asked = backend.calls.filter(isWrite).map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(asked, ['POST /api/availability', 'PATCH /api/availability/a', 'DELETE /api/availability/a']);
  assert.deepEqual(selectAvailabilityIds(engine.getState()), []);
});

test('a fetch is fulfilled with all slots; forced, it always asks', async (t) => {
  const { backend, engine, dispatch } = await start(t);
  backend.put('a', slot);
  const action = await dispatch(fetchAvailability({ forceRefresh: true }));
  assert.ok(fetchAvailability.fulfilled.match(action));
  assert.equal(action.payload[0].id, 'a');
  await dispatch(fetchAvailability()).unwrap();
  const asked = backend.count('GET');
  await dispatch(fetchAvailability({ forceRefresh: true })).unwrap();
  assert.equal(backend.count('GET'), asked + 1);
  const state = engine.getState();
  assert.equal(selectAllAvailability(state), selectAllAvailability(state), 'the same state gives the same list');
  assert.equal(selectAvailabilityByTherapist(state, 'th-1').length, 1);
  assert.equal(selectAvailabilityByTherapist(state, 'th-2').length, 0);
});

test('progress goes to the dispatch that runs the thunk, as in a Redux store', async (t) => {
  const { engine } = await start(t);
  const types = /** @type {string[]} */ ([]);
  const promise = createAvailability(slot)((action) => (types.push(action.type), action), engine.getState, engine);
  await promise;
  assert.deepEqual(types, [createAvailability.pending.type, createAvailability.fulfilled.type]);
});

test('plain actions go to the engine, which refuses those that it does not know', async (t) => {
  const { engine, dispatch } = await start(t);
  const action = { type: 'availability/create', payload: slot };
  assert.equal(dispatch(action), action);
  assert.equal(selectAvailabilityTotal(engine.getState()), 1);
  assert.throws(() => dispatch({ type: 'availability/nonsense' }), TablatticeError);
  assert.equal(thunkDispatch(engine), dispatch, 'one dispatch per engine');
});

test('sync events show as actions', async (t) => {
  const { engine, dispatch } = await start(t);
  const actions = /** @type {any[]} */ ([]);
  const stop = onSyncAvailability(engine, (action) => actions.push(action));
  await dispatch(createAvailability(slot)).unwrap();
  await dispatch(updateAvailability({ id: 'a', changes: { notes: 'x' } })).unwrap();
  await dispatch(deleteAvailability('a')).unwrap();
  assert.ok(syncAvailabilityCreated.match(actions[0]));
  assert.equal(actions[0].payload.therapistId, 'th-1');
  assert.equal(actions[0].meta.source, 'dispatch');
  assert.ok(actions.some(syncAvailabilityUpdated.match));
  const last = actions.findLast(syncAvailabilityDeleted.match);
  assert.deepEqual(last.payload, { id: 'a' });
  stop();
  const heard = actions.length;
  await dispatch(createAvailability({ ...slot, id: 'b' })).unwrap();
  assert.equal(actions.length, heard);
});
