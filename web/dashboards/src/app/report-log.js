import { Store } from './store.js';

/** How many reports are kept. */
export const reportsMax = 50;

/**
 * What the engine reported to `onError`, newest first. Kept for the inspector and written to the console: nothing that
 * goes wrong goes unsaid.
 */
export class ReportLog {
  reports = new Store(/** @type {{ number: number, error: any }[]} */ ([]));
  #count = 0;

  /** @param {any} error */
  add = (error) => {
    console.error(error);
    const report = { number: (this.#count += 1), error };
    this.reports.set([report, ...this.reports.get()].slice(0, reportsMax));
  };
}
