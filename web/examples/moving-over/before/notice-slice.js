import { createSlice } from '@reduxjs/toolkit';
import { createAvailability, deleteAvailability, updateAvailability } from './availability-slice.js';

/** What the page says to its user: what another tab has added, and why a change was refused. */
const slice = createSlice({
  name: 'notice',
  initialState: { text: '' },
  reducers: {
    noticed: (state, { payload }) => void (state.text = payload),
  },
  extraReducers: (builder) =>
    [createAvailability, updateAvailability, deleteAvailability].forEach(({ pending, rejected }) =>
      builder
        .addCase(pending.type, (state) => void (state.text = ''))
        .addCase(rejected.type, (state, /** @type {any} */ { error }) => void (state.text = error.message)),
    ),
});

export const { noticed } = slice.actions;
export const noticeReducer = slice.reducer;
