import { thunkDispatch } from '../availability/thunk-dispatch.js';
import { useEngine } from './engine-provider.js';

/**
 * The engine's dispatch, which takes plain actions and thunks such as `createAvailability(…)`. The same function for
 * the engine's whole life.
 *
 * @returns {import('../availability/thunk-dispatch.js').ThunkDispatch}
 */
export function useDispatch() {
  return thunkDispatch(useEngine());
}
