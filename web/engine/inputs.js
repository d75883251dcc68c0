/**
 * Tells the engine what the user and the machine do, beginning with how things stand. Where there is no page (a worker,
 * Node) it tells what can be known there.
 * @param {{ tell: (signal: import('./contract.js').Signal) => void }} host
 * @param {() => void} suspend the page is frozen or goes into the back-forward cache, where it does nothing
 * @returns {() => void} detaches
 */
export function attachInputs(host, suspend) {
  const page = globalThis.document;
  const network = globalThis.navigator;
  const visibility = () => host.tell({ type: 'visibility', visible: page.visibilityState !== 'hidden' });
  const online = () => host.tell({ type: 'online', online: network.onLine });
  const hide = (/** @type {Event} */ event) => /** @type {PageTransitionEvent} */ (event).persisted && suspend();
  /** @type {(() => void)[]} */
  const stops = [];
  if (page !== undefined) {
    visibility();
    stops.push(listen(page, ['visibilitychange'], visibility));
    // Not captured: elements' own focus events would pass, and only the window's says that the user is back.
    stops.push(listen(globalThis, ['focus'], () => host.tell({ type: 'focus' }), { capture: false }));
    stops.push(listen(globalThis, ['pointerdown', 'keydown', 'wheel'], () => host.tell({ type: 'activity' })));
    stops.push(listen(globalThis, ['pagehide'], hide), listen(page, ['freeze'], suspend));
  }
  if (network?.onLine !== undefined) {
    online();
    stops.push(listen(globalThis, ['online', 'offline'], online));
  }
  return () => stops.forEach((stop) => stop());
}

/**
 * @param {() => void} resume the suspended page goes on
 * @returns {() => void} detaches
 */
export function awaitReturn(resume) {
  const stops = [listen(document, ['resume'], resume), listen(globalThis, ['pageshow'], resume)];
  return () => stops.forEach((stop) => stop());
}

/**
 * @param {EventTarget} target
 * @param {string[]} types
 * @param {(event: Event) => void} listener
 * @param {AddEventListenerOptions} [options]
 */
function listen(target, types, listener, options = { capture: true, passive: true }) {
  types.forEach((type) => target.addEventListener(type, listener, options));
  return () => types.forEach((type) => target.removeEventListener(type, listener, options));
}
