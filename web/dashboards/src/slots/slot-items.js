/**
 * What a list of slots shows: the view's rows, and at their old place the rows whose form is open although they have
 * left the view (deleted or filtered out by a change elsewhere): a form never closes under its user's hands.
 *
 * @typedef {import('./slot-forms.js').Availability} Availability
 * @typedef {import('./slot-forms.js').SlotForm} SlotForm
 * @typedef {import('./slot-forms.js').Problem} Problem
 * @typedef {{ row: Availability, form: SlotForm | null, problem: Problem | null }} SlotItem
 */

/** The items of a list: each is made when it is asked for, since of a long list only what is in sight is rendered. */
export class SlotItems {
  /**
   * @param {readonly Availability[]} rows
   * @param {ReadonlyMap<string, SlotForm>} open the shown edit forms by row
   * @param {Readonly<Record<string, import('./slot-forms.js').RowProblem>>} rowProblems
   */
  constructor(rows, open, rowProblems) {
    this.rows = rows;
    this.open = open;
    this.rowProblems = rowProblems;
  }

  get length() {
    return this.rows.length;
  }

  /**
   * @param {number} index below `length`
   * @returns {SlotItem}
   */
  at(index) {
    const row = this.rows[index];
    return { row, form: this.open.get(row.id) ?? null, problem: this.rowProblems[row.id]?.problem ?? null };
  }

  all() {
    return this.rows.map((_, index) => this.at(index));
  }

  /** @param {string} id */
  has(id) {
    return this.rows.some((row) => row.id === id);
  }

  /**
   * @param {string | null} id
   * @returns {number[]} where the row of that id is, and those whose form is open
   */
  pinned(id) {
    if (id === null && this.open.size === 0) return [];
    return this.rows.flatMap((row, index) => (row.id === id || this.open.has(row.id) ? [index] : []));
  }
}

/**
 * @param {readonly Availability[]} rows in the view's order
 * @param {SlotForm[]} forms
 * @param {Readonly<Record<string, import('./slot-forms.js').RowProblem>>} rowProblems
 * @param {(left: Availability, right: Availability) => number} compare the view's order
 * @returns {SlotItems}
 */
export function slotItems(rows, forms, rowProblems, compare) {
  const open = openForms(forms);
  if (open.size === 0) return new SlotItems(rows, open, rowProblems);
  const lost = new Map(open);
  for (const { id } of rows) lost.delete(id);
  const all = [...rows];
  for (const { base } of lost.values()) {
    if (!base) continue;
    const place = all.findIndex((row) => compare(row, base) > 0);
    all.splice(place < 0 ? all.length : place, 0, base);
  }
  return new SlotItems(all, open, rowProblems);
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
