/** The pages as their users find their way in them: by role and name. */
import { expect } from '@playwright/test';

import { openPage } from './profile.js';

/**
 * @typedef {import('@playwright/test').Locator} Locator
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./profile.js').Profile} Profile
 * @typedef {{ notes: string, date: string, startTime: string, endTime: string, therapistName?: string }} ShownSlot
 */

/** A page's address parameters, '' for none. By default sync events alone keep a tab up to date: it polls once an hour. */
export const settingsDefault = { poll: '3600000' };

/** A tab with one of the pages. */
class Tab {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** Waits until the page has its rows. */
  async ready() {
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(this.page.getByRole('progressbar')).toHaveCount(0);
    return this;
  }

  /**
   * Before something is done in it: behind another tab Chromium draws a page only once a second. Firefox draws them all, and a
   * page that came to its front would have the focus, at which it polls.
   */
  async comeToFront() {
    if (this.page.context().browser()?.browserType().name() === 'chromium') await this.page.bringToFront();
  }

  hasBroadcastChannel() {
    return this.page.evaluate(() => 'BroadcastChannel' in globalThis);
  }

  /** The badge that says whether all changes of this tab have reached the server. */
  get badge() {
    return this.page.getByRole('banner').getByText(/All saved|unsaved|Offline/);
  }

  /** Waits until all changes of this tab have reached the server. */
  async saved() {
    await expect(this.badge).toHaveText('All saved');
  }
}

/** A tab that shows slots as rows with a switch and buttons. */
class RowsTab extends Tab {
  /**
   * @param {Page} page
   * @param {'listitem' | 'row'} role
   */
  constructor(page, role) {
    super(page);
    this.role = role;
  }

  /** @param {ShownSlot} slot known by its notes */
  row({ notes }) {
    return this.page.getByRole(this.role).filter({ hasText: notes });
  }

  /** @param {ShownSlot} slot */
  activeSwitch(slot) {
    return this.row(slot).getByRole('switch', { name: 'Active' });
  }

  /** @param {ShownSlot} slot */
  async toggle(slot) {
    await this.comeToFront();
    await this.activeSwitch(slot).click();
  }

  /** @param {ShownSlot} slot */
  async remove(slot) {
    await this.comeToFront();
    await this.row(slot).getByRole('button', { name: 'Delete' }).click();
  }

  /**
   * @param {ShownSlot} slot
   * @returns {Promise<Locator>} the open form
   */
  async edit(slot) {
    await this.comeToFront();
    await this.row(slot).getByRole('button', { name: 'Edit' }).click();
    return this.editForm;
  }

  get editForm() {
    return this.page.getByRole('form', { name: 'Edit availability' });
  }

  get createForm() {
    return this.page.getByRole('form', { name: 'New availability' });
  }

  /** @param {ShownSlot} slot */
  async add(slot) {
    await this.comeToFront();
    await this.page.getByRole('button', { name: 'Add availability' }).click();
    await fill(this.createForm, slot);
    await this.createForm.getByRole('button', { name: 'Save' }).click();
  }

  /** @param {ShownSlot} slot */
  async shows(slot) {
    await expect(this.row(slot)).toHaveCount(1);
    for (const text of [slot.date, slot.startTime, slot.endTime]) await expect(this.row(slot)).toContainText(text);
  }

  /** @param {ShownSlot} slot */
  async showsActive(slot) {
    await expect(this.activeSwitch(slot)).toBeChecked();
  }

  /** @param {ShownSlot} slot */
  async showsInactive(slot) {
    await expect(this.activeSwitch(slot)).not.toBeChecked();
  }

  /** @param {ShownSlot} slot */
  async showsNothingOf(slot) {
    await expect(this.row(slot)).toHaveCount(0);
  }
}

/** The calendar: it shows active slots only. */
class SchedulingTab extends Tab {
  /** @param {ShownSlot} slot known by its times */
  entry({ startTime, endTime, therapistName }) {
    const week = this.page.getByRole('region', { name: 'Week', exact: true });
    return week.getByText(new RegExp(`^${startTime}–${endTime}\\s+${therapistName}$`));
  }

  /** @param {ShownSlot} slot whose day it is */
  day({ date }) {
    return this.page.getByRole('gridcell').and(this.page.locator(`[data-date="${date}"]`));
  }

  /** @param {ShownSlot} slot */
  async shows(slot) {
    await expect(this.entry(slot)).toHaveCount(1);
  }

  /** @param {ShownSlot} slot */
  showsActive(slot) {
    return this.shows(slot);
  }

  /** @param {ShownSlot} slot */
  showsInactive(slot) {
    return this.showsNothingOf(slot);
  }

  /** @param {ShownSlot} slot */
  async showsNothingOf(slot) {
    await expect(this.entry(slot)).toHaveCount(0);
  }
}

class InspectorTab extends Tab {
  /** @param {string} name a figure's */
  figure(name) {
    return this.page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('xpath=following-sibling::dd');
  }

  /** @param {string} name a counter's */
  async counter(name) {
    return Number(await this.figure(name).textContent());
  }

  /** The log's rows, newest first. */
  get events() {
    return this.page
      .getByRole('group', { name: 'Sync events' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell') });
  }
}

/**
 * @param {Locator} form
 * @param {Partial<ShownSlot>} slot
 */
export async function fill(form, slot) {
  const labels = /** @type {const} */ ({ date: 'Date', startTime: 'Start', endTime: 'End' });
  for (const [field, label] of Object.entries(labels)) {
    const value = slot[/** @type {keyof typeof labels} */ (field)];
    if (value !== undefined) await form.getByLabel(label, { exact: true }).fill(value);
  }
  if (slot.notes === undefined) return;
  // Typed: of a text that Playwright fills in at once, Firefox does not tell the page.
  const notes = form.getByLabel('Notes', { exact: true });
  await notes.fill('');
  await notes.pressSequentially(slot.notes);
}

/**
 * @param {Profile} profile
 * @param {string} path
 * @param {Record<string, string>} settings
 */
function openDashboard(profile, path, settings) {
  const given = Object.entries({ ...settingsDefault, ...settings }).filter(([, value]) => value !== '');
  return openPage(profile, path, Object.fromEntries(given));
}

/**
 * @param {Profile} profile
 * @param {Record<string, string>} [settings] the address's parameters
 */
export async function openTherapist(profile, settings = {}) {
  const tab = new RowsTab(await openDashboard(profile, '/therapist', { id: 'th-1', ...settings }), 'listitem');
  return /** @type {RowsTab} */ (await tab.ready());
}

/**
 * @param {Profile} profile
 * @param {Record<string, string>} [settings]
 */
export async function openOperator(profile, settings = {}) {
  const tab = new RowsTab(await openDashboard(profile, '/operator', settings), 'row');
  return /** @type {RowsTab} */ (await tab.ready());
}

/**
 * @param {Profile} profile
 * @param {Record<string, string>} [settings]
 */
export async function openScheduling(profile, settings = {}) {
  const tab = new SchedulingTab(await openDashboard(profile, '/scheduling', settings));
  return /** @type {SchedulingTab} */ (await tab.ready());
}

/**
 * @param {Profile} profile
 * @param {Record<string, string>} [settings]
 */
export async function openInspector(profile, settings = {}) {
  const tab = new InspectorTab(await openDashboard(profile, '/inspector', settings));
  return /** @type {InspectorTab} */ (await tab.ready());
}

/**
 * The three dashboards, each in a tab of its own.
 *
 * @param {Profile} profile
 * @param {Record<string, string>} [settings]
 */
export async function openDashboards(profile, settings) {
  return {
    therapist: await openTherapist(profile, settings),
    operator: await openOperator(profile, settings),
    scheduling: await openScheduling(profile, settings),
  };
}
