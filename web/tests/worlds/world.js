import { runPage } from './browser.js';
import { inputs } from './inputs.js';
import { Page } from './page.js';

const mask = { effects: 1, changes: 2, refused: 8 };

/** The pages of one world after another, as the world's process calls them (native-tests/simulation/node/page.cpp). */
export class World {
  /** @type {Map<number, Page>} */
  pages = new Map();
  /** @type {Map<string, string>} the storage key by what was ever written there */
  keysByText = new Map();
  seed = 0;

  /** @param {number} seed */
  begin(seed) {
    this.seed = seed;
    this.pages.clear();
    this.keysByText.clear();
  }

  /**
   * @param {any} line one call
   * @returns {Promise<object>} the answer; `broken`: what the page did that no page may do
   */
  async hear(line) {
    try {
      return await this.serve(line);
    } catch (error) {
      return { broken: `${line.call}: ${error instanceof Error ? error.message : error}` };
    }
  }

  /** @param {any} line */
  async serve({ page: number, call, ...line }) {
    if (call === 'open') this.pages.set(number, new Page(line, this));
    const page = this.pages.get(number);
    if (page === undefined) throw new Error('there is no such page');
    if (call === 'close') return { closed: this.pages.delete(number) };
    if (!(call in inputs)) return { value: page.read(call) };
    page.arrive(line);
    const result = await runPage(page, () => inputs[call](page, line));
    const { effects, shown } = page.take();
    const newer = page.takeReports().find(({ code }) => code === 'message_newer');
    const left = result ?? (newer ? { problem: { code: newer.code } } : {});
    const changes = Object.keys(shown).length > 0 ? mask.changes : 0;
    const bits = (effects.length > 0 ? mask.effects : 0) | changes | ('problem' in left ? mask.refused : 0);
    return { mask: bits, effects, shown, result: left };
  }
}
