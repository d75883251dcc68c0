/**
 * What a list of slots shows: the view's rows, and at their old place the rows whose form is open although they have
 * left the view (deleted or filtered out by a change elsewhere): a form never closes under its user's hands.
 *
 * @typedef {import('./slot-forms.js').Availability} Availability
 * @typedef {import('./slot-forms.js').SlotForm} SlotForm
 * @typedef {import('./slot-forms.js').Problem} Problem
 * @typedef {{ row: Availability, form: SlotForm | null, problem: Problem | null }} SlotItem
 */

/**
 * @param {readonly Availability[]} rows in the view's order
 * @param {SlotForm[]} forms
 * @param {Readonly<Record<string, import('./slot-forms.js').RowProblem>>} rowProblems
 * @param {(left: Availability, right: Availability) => number} compare the view's order
 * @returns {SlotItem[]}
 */
export function slotItems(rows, forms, rowProblems, compare) {
  const open = openForms(forms);
  const items = rows.map((row) => item(row, open.get(row.id), rowProblems));
  const shown = new Set(rows.map((row) => row.id));
  for (const [id, form] of open) {
    if (shown.has(id) || !form.base) continue;
    const { base } = form;
    const place = items.findIndex(({ row }) => compare(row, base) > 0);
    items.splice(place < 0 ? items.length : place, 0, item(base, form, rowProblems));
  }
  return items;
}

/**
 * @param {SlotForm[]} forms
 * @returns {Map<string, SlotForm>} the shown edit forms by row; of two on one row the newest
 */
function openForms(forms) {
  const byRow = new Map();
  for (const form of forms) {
    const id = form.base?.id;
    if (id !== undefined && form.phase !== 'background' && !byRow.has(id)) byRow.set(id, form);
  }
  return byRow;
}

/**
 * @param {Availability} row
 * @param {SlotForm | undefined} form
 * @param {Readonly<Record<string, import('./slot-forms.js').RowProblem>>} rowProblems
 * @returns {SlotItem}
 */
function item(row, form, rowProblems) {
  return { row, form: form ?? null, problem: rowProblems[row.id]?.problem ?? null };
}

/**
 * The engine's `orderBy` as a comparison, for the few rows that are not in the view. Ties go by key, as there.
 *
 * @param {readonly string[]} orderBy
 * @returns {(left: any, right: any) => number}
 */
export function compareBy(orderBy) {
  const terms = [...orderBy, 'id'].map((term) => ({
    field: term.replace(/^-/, ''),
    sign: term.startsWith('-') ? -1 : 1,
  }));
  return (left, right) => {
    for (const { field, sign } of terms) {
      if (left[field] < right[field]) return -sign;
      if (left[field] > right[field]) return sign;
    }
    return 0;
  };
}
