import assert from 'node:assert/strict';
import test from 'node:test';

import {
  changedElsewhere,
  noSlotForms,
  reduceSlotForms,
  shownFields,
  writeOf,
} from '../../dashboards/src/slots/slot-forms.js';
import { slot } from './slots.js';

/** @typedef {import('../../dashboards/src/slots/slot-forms.js').SlotForm} SlotForm */
/** @typedef {import('../../dashboards/src/slots/slot-forms.js').SlotFormsAction} SlotFormsAction */

const problem = { code: 'check_failed', message: 'It overlaps.' };
const nameOf = (/** @type {string} */ id) => `Name of ${id}`;

/**
 * @param {Partial<SlotForm>} [fields]
 * @returns {SlotForm}
 */
function form(fields = {}) {
  return { formId: 'form-1', base: slot(), draft: {}, phase: 'editing', problem: null, ...fields };
}

/** @param {SlotFormsAction[]} actions */
function after(...actions) {
  return actions.reduce(reduceSlotForms, noSlotForms);
}

test('a refused form keeps what was typed and says why', () => {
  const state = after(
    { type: 'opened', form: form() },
    { type: 'typed', formId: 'form-1', field: 'notes', value: 'mine' },
    { type: 'submitted', formId: 'form-1' },
    { type: 'refused', formId: 'form-1', problem },
  );
  assert.deepEqual(state.forms, [form({ draft: { notes: 'mine' }, problem })]);
});

test('what is typed while a write is under way is not taken: it would be lost when the form closes', () => {
  const state = after(
    { type: 'opened', form: form() },
    { type: 'submitted', formId: 'form-1' },
    { type: 'typed', formId: 'form-1', field: 'notes', value: 'late' },
  );
  assert.deepEqual(state.forms[0].draft, {});
});

test('a form left while its write is under way comes back only if the write is refused', () => {
  const left = /** @type {SlotFormsAction[]} */ ([
    { type: 'opened', form: form({ draft: { notes: 'mine' } }) },
    { type: 'submitted', formId: 'form-1' },
    { type: 'left', formId: 'form-1' },
  ]);
  assert.equal(after(...left).forms[0].phase, 'background');
  assert.deepEqual(after(...left, { type: 'done', formId: 'form-1' }).forms, []);
  const refused = after(...left, { type: 'refused', formId: 'form-1', problem }).forms;
  assert.deepEqual(refused, [form({ draft: { notes: 'mine' }, problem })]);
});

test('a form that is left without a write under way is gone', () => {
  assert.deepEqual(after({ type: 'opened', form: form() }, { type: 'left', formId: 'form-1' }).forms, []);
});

test("a row's refusal stays until it is dismissed; dismissing nothing changes nothing", () => {
  const refused = after({ type: 'rowRefused', row: slot(), problem });
  assert.equal(refused.rowProblems.a.problem, problem);
  assert.deepEqual(reduceSlotForms(refused, { type: 'rowDismissed', id: 'a' }).rowProblems, {});
  assert.equal(reduceSlotForms(refused, { type: 'rowDismissed', id: 'b' }), refused);
});

test('fields that were not touched follow the row, touched ones stay', () => {
  const shown = shownFields(form({ draft: { notes: 'mine' } }), slot({ startTime: '09:30', notes: 'theirs' }));
  assert.equal(shown.startTime, '09:30');
  assert.equal(shown.notes, 'mine');
});

test('changes elsewhere are named; a missing note is an empty one', () => {
  assert.deepEqual(changedElsewhere(form(), slot({ endTime: '11:00', notes: undefined })), ['endTime']);
  assert.deepEqual(changedElsewhere(form({ base: null }), slot()), []);
});

test('saving writes only what the user changed', () => {
  const row = slot({ startTime: '09:30' });
  const write = writeOf(form({ draft: { notes: 'mine', date: '2026-12-01' } }), { row, deleted: false }, nameOf);
  assert.deepEqual(write, { update: { id: 'a', changes: { notes: 'mine' } } });
  assert.equal(writeOf(form(), { row: slot(), deleted: false }, nameOf), null);
});

test('another therapist comes with the name', () => {
  const write = writeOf(form({ draft: { therapistId: 'th-2' } }), { row: slot(), deleted: false }, nameOf);
  assert.deepEqual(write, { update: { id: 'a', changes: { therapistId: 'th-2', therapistName: 'Name of th-2' } } });
});

test('saving a deleted row adds it again as it last was, without its old key and version', () => {
  const row = slot({ isActive: false, endTime: '10:30', version: 7 });
  const write = writeOf(form({ draft: { notes: 'mine' } }), { row, deleted: true }, nameOf);
  const { id: _id, ...fields } = slot({
    notes: 'mine',
    isActive: false,
    endTime: '10:30',
    therapistName: 'Name of th-1',
  });
  assert.deepEqual(write, { create: fields });
});

test('a form that adds a slot writes an active one', () => {
  const { id: _id, therapistName: _name, isActive: _active, ...draft } = slot({ notes: 'new' });
  const write = writeOf(form({ base: null, draft: { ...draft, notes: 'new' } }), { row: null, deleted: false }, nameOf);
  assert.deepEqual(write, { create: { ...draft, therapistName: 'Name of th-1', isActive: true } });
});
