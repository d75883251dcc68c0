/** The engine that a tree of components uses, handed down by React's context. */
import { createContext, createElement, useContext } from 'react';

/** @typedef {import('../index.js').Engine} Engine */

const EngineContext = createContext(/** @type {Engine | null} */ (null));

/**
 * Gives `engine` to every component below it. It neither starts, stops nor destroys the engine: who made it does that.
 *
 * @param {{ engine: Engine, children?: import('react').ReactNode }} props
 */
export function EngineProvider({ engine, children }) {
  return createElement(EngineContext.Provider, { value: engine }, children);
}

/**
 * The nearest provider's engine. Throws where there is none: a component outside a provider could only show nothing.
 *
 * @returns {Engine}
 */
export function useEngine() {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error('tablattice/react: no engine here; put an EngineProvider above this component');
  return engine;
}
