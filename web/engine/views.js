/** All open views of an engine. */
export class Views {
  /** @type {Map<number, import('./view.js').LiveView>} by handle */
  open = new Map();

  /** @param {import('./view.js').LiveView} view */
  add(view) {
    this.open.set(view.handle, view);
  }

  /** @param {import('./view.js').LiveView} view */
  delete(view) {
    this.open.delete(view.handle);
  }

  /** @param {import('./contract.js').News['views']} patches */
  merge(patches) {
    for (const [handle, patch] of patches) this.open.get(handle)?.merge(patch);
  }

  /** Tells the listeners of the views that changed. */
  notify() {
    for (const view of [...this.open.values()]) view.notify();
  }
}
