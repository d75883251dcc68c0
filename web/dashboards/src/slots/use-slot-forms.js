import { useMemo, useReducer } from 'react';
import { useDispatch } from 'tablattice/react';

import { createSlotActions } from './slot-actions.js';
import { noSlotForms, reduceSlotForms } from './slot-forms.js';

/** The open forms, the rows' refusals, and what a user can do. */
export function useSlotForms() {
  const dispatch = useDispatch();
  const [{ forms, rowProblems }, update] = useReducer(reduceSlotForms, noSlotForms);
  const actions = useMemo(() => createSlotActions(dispatch, update), [dispatch]);
  return { forms, rowProblems, actions };
}
