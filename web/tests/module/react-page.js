/**
 * React in a page: happy-dom's document, and React's client, which looks for one when it is imported. Only what React
 * needs becomes global, so that engines go on as in Node: nothing is shared that was not given.
 */
import { Window } from 'happy-dom';
import { createElement } from 'react';

const window = new Window();
const names = /** @type {const} */ ([
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'HTMLIFrameElement',
  'Event',
  'navigator',
]);
for (const name of names) Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
for (const name of /** @type {const} */ (['addEventListener', 'removeEventListener']))
  Object.defineProperty(globalThis, name, { value: window[name].bind(window), configurable: true });
Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
Object.defineProperty(globalThis, 'IS_REACT_ACT_ENVIRONMENT', { value: true, writable: true });

export const { act } = await import('react');
export const { createRoot, hydrateRoot } = await import('react-dom/client');
export const { renderToString } = await import('react-dom/server');

/** @returns {HTMLElement} */
export const newContainer = () => /** @type {any} */ (window.document.createElement('div'));

/**
 * Renders into a container of its own, until the test ends.
 * @param {import('node:test').TestContext} t
 * @param {import('react').ReactNode} node
 */
export async function render(t, node) {
  const container = newContainer();
  const root = createRoot(container);
  t.after(() => act(async () => root.unmount()));
  await act(async () => root.render(node));
  return { root, container, text: () => container.textContent };
}

/**
 * Lets React render as it does in a browser, with pauses, while `work` runs: `act` would render without one.
 * @param {() => Promise<void>} work
 */
export async function withPauses(work) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  try {
    await work();
  } finally {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  }
}

/**
 * Catches what is thrown below it.
 * @param {import('react').ComponentClass} Base React's Component
 */
export function errorBoundary(Base) {
  return class extends Base {
    /** @param {Error} error */
    static getDerivedStateFromError(error) {
      return { error };
    }
    render() {
      const { error } = /** @type {{ error?: Error & { code?: string } }} */ (this.state ?? {});
      const { children } = /** @type {{ children?: import('react').ReactNode }} */ (this.props);
      return error ? createElement('b', null, error.code ?? error.message) : children;
    }
  };
}
