/** All open views of an engine: one call brings them up to date. */
export class Views {
  /** @type {Map<number, import('./view.js').LiveView>} by handle */
  open = new Map();
  version = -1;

  /** @param {import('./host.js').Host} host */
  constructor(host) {
    this.host = host;
  }

  /** @param {import('./view.js').LiveView} view */
  add(view) {
    this.open.set(view.handle, view);
    this.version = -1;
  }

  /** @param {import('./view.js').LiveView} view */
  delete(view) {
    this.open.delete(view.handle);
  }

  /** Hands the views what changed since the last call. */
  refresh() {
    if (this.version === this.host.version || this.host.ended !== null) return;
    this.version = this.host.version;
    /** @type {[number, import('./contract.js').ViewPatch][]} */
    const patches = this.host.readJson((engine) => engine.readViews());
    for (const [handle, patch] of patches) this.open.get(handle)?.merge(patch);
  }

  /** Tells the listeners of the views that changed. */
  notify() {
    if (this.open.size > 0) this.refresh();
    for (const view of [...this.open.values()]) view.notify();
  }
}
