/** The dashboards in WebKitGTK, where Playwright does not reach: the same members as in dashboards.js, over WebDriver. */
import { expect } from '@playwright/test';

import { settingsDefault } from './dashboards.js';

/**
 * @typedef {import('./dashboards.js').ShownSlot} ShownSlot
 * @typedef {import('./webdriver.js').WebDriver} WebDriver
 */

class Tab {
  /**
   * @param {WebDriver} driver
   * @param {string} window
   */
  constructor(driver, window) {
    this.driver = driver;
    this.window = window;
  }

  /**
   * Waits until a function that runs in the page says so.
   *
   * @template {unknown[]} Given
   * @param {(...given: Given) => boolean} holds
   * @param {Given} given
   */
  async until(holds, ...given) {
    await expect.poll(() => this.driver.evaluate(this.window, holds, ...given), { message: String(holds) }).toBe(true);
  }

  /** @param {string} xpath of the one element */
  click(xpath) {
    return this.driver.click(this.window, xpath);
  }

  /** Waits until the page has its rows. */
  ready() {
    return this.until(
      () => document.querySelector('h1') !== null && document.querySelector('[role=progressbar], progress') === null,
    );
  }

  hasBroadcastChannel() {
    return this.driver.evaluate(this.window, () => 'BroadcastChannel' in globalThis);
  }

  saved() {
    return this.until(() => document.querySelector('header')?.textContent.includes('All saved') === true);
  }
}

/** A tab that shows slots as rows with a switch and buttons. */
class RowsTab extends Tab {
  /**
   * @param {WebDriver} driver
   * @param {string} window
   * @param {'li' | '*[@role="row"]'} element
   */
  constructor(driver, window, element) {
    super(driver, window);
    this.element = element;
  }

  /** @param {ShownSlot} slot known by its notes */
  row({ notes }) {
    return `//${this.element}[contains(., "${notes}")]`;
  }

  /** @param {ShownSlot} slot */
  toggle(slot) {
    return this.click(`${this.row(slot)}//*[@role="switch"]`);
  }

  /** @param {ShownSlot} slot */
  remove(slot) {
    return this.click(`${this.row(slot)}//button[normalize-space()="Delete"]`);
  }

  /** @param {ShownSlot} slot */
  async add({ date, startTime, endTime, notes }) {
    await this.click('//button[normalize-space()="Add availability"]');
    const fields = { Date: date, Start: startTime, End: endTime, Notes: notes };
    for (const [label, value] of Object.entries(fields)) await this.fill(label, value);
    await this.click('//form[@aria-label="New availability"]//button[normalize-space()="Save"]');
  }

  /**
   * As Playwright fills a field: what is typed into a date or a time depends on the browser's language.
   *
   * @param {string} label
   * @param {string} value
   */
  fill(label, value) {
    return this.until(
      (label, value) => {
        const labels = Array.from(document.querySelectorAll('form[aria-label="New availability"] label'));
        const control = labels.find(({ textContent }) => textContent === label)?.getAttribute('for');
        const input = document.getElementById(control ?? '');
        if (!(input instanceof HTMLInputElement)) return false;
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
        input.dispatchEvent(new Event('input', { bubbles: true }));
        return true;
      },
      label,
      value,
    );
  }

  /** @param {ShownSlot} slot */
  shows(slot) {
    return this.until(
      (path, texts) => {
        const found = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
        const text = found.snapshotItem(0)?.textContent ?? '';
        return found.snapshotLength === 1 && texts.every((part) => text.includes(part));
      },
      this.row(slot),
      [slot.date, slot.startTime, slot.endTime],
    );
  }

  /** @param {ShownSlot} slot */
  showsActive(slot) {
    return this.showsSwitched(slot, true);
  }

  /** @param {ShownSlot} slot */
  showsInactive(slot) {
    return this.showsSwitched(slot, false);
  }

  /**
   * @param {ShownSlot} slot
   * @param {boolean} on
   */
  showsSwitched(slot, on) {
    return this.until(
      (path, on) => {
        const type = XPathResult.FIRST_ORDERED_NODE_TYPE;
        const found = document.evaluate(path, document, null, type).singleNodeValue;
        return found instanceof HTMLInputElement && found.checked === on;
      },
      `${this.row(slot)}//*[@role="switch"]`,
      on,
    );
  }

  /** @param {ShownSlot} slot */
  showsNothingOf(slot) {
    return this.until(
      (path) => document.evaluate(`count(${path})`, document, null, XPathResult.NUMBER_TYPE).numberValue === 0,
      this.row(slot),
    );
  }
}

/** The calendar: it shows active slots only. */
class SchedulingTab extends Tab {
  /**
   * @param {ShownSlot} slot known by its times
   * @param {boolean} shown
   */
  entries({ startTime, endTime, therapistName }, shown) {
    return this.until(
      (text, count) => {
        const entries = Array.from(document.querySelectorAll('section[aria-label="Week"] .entry'));
        return entries.filter(({ textContent }) => textContent === text).length === count;
      },
      `${startTime}–${endTime} ${therapistName}`,
      shown ? 1 : 0,
    );
  }

  /** @param {ShownSlot} slot */
  shows(slot) {
    return this.entries(slot, true);
  }

  /** @param {ShownSlot} slot */
  showsActive(slot) {
    return this.entries(slot, true);
  }

  /** @param {ShownSlot} slot */
  showsInactive(slot) {
    return this.entries(slot, false);
  }

  /** @param {ShownSlot} slot */
  showsNothingOf(slot) {
    return this.entries(slot, false);
  }
}

/**
 * The three dashboards, each in a window of its own: of tabs in one window all but one would be hidden.
 *
 * @param {WebDriver} driver
 * @param {string} origin of the server
 */
export async function openWebKitDashboards(driver, origin) {
  const open = async (/** @type {string} */ path, /** @type {Record<string, string>} */ settings = {}) => {
    const window = await driver.newWindow();
    await driver.goTo(window, `${origin}${path}?${new URLSearchParams({ ...settingsDefault, ...settings })}`);
    return window;
  };
  const therapist = new RowsTab(driver, await open('/therapist', { id: 'th-1' }), 'li');
  await therapist.ready();
  const operator = new RowsTab(driver, await open('/operator'), '*[@role="row"]');
  await operator.ready();
  const scheduling = new SchedulingTab(driver, await open('/scheduling'));
  await scheduling.ready();
  return { therapist, operator, scheduling };
}
