/** The engine that a tree of components uses, handed down by React's context. */
import { createContext, createElement, useContext, useEffect, useMemo, useState } from 'react';

import { TablatticeError } from '../errors.js';
import { emptyEngine } from './empty-engine.js';

/** @typedef {import('../index.js').Engine<any>} Engine */
/** @typedef {{ engine: Engine, coming: Promise<Engine> | null }} Given `coming`: the promise of the engine, until it is there */
/** @typedef {{ promise: Promise<Engine>, engine?: Engine, error?: unknown }} Arrival */

const EngineContext = createContext(/** @type {Given | null} */ (null));

/**
 * Gives `engine` to every component below it: an engine, the promise of one (made once, outside of the components), or
 * null where there is none, as on a server. Until there is one the components show the empty state. It neither starts,
 * stops nor destroys the engine: who made it does that. Throws, to the nearest error boundary, why the promise was rejected.
 *
 * @param {{ engine: Engine | Promise<Engine> | null, children?: import('react').ReactNode }} props
 */
export function EngineProvider({ engine, children }) {
  const promise = isPromise(engine) ? engine : null;
  const arrived = useArrival(promise);
  const present = isPromise(engine) ? arrived : engine;
  const value = useMemo(
    () => ({ engine: present ?? emptyEngine, coming: present ? null : promise }),
    [present, promise],
  );
  return createElement(EngineContext.Provider, { value }, children);
}

/**
 * The nearest provider's engine; one that is empty and refuses writes (`engine_missing`) where the provider has none yet.
 * Throws `engine_missing` where there is no provider: a component outside of one could only show nothing.
 *
 * @returns {Engine}
 */
export function useEngine() {
  return useGivenEngine().engine;
}

/** @returns {Given} */
export function useGivenEngine() {
  const given = useContext(EngineContext);
  if (given) return given;
  const message = 'There is no engine here; put an EngineProvider above this component.';
  throw new TablatticeError({ code: 'engine_missing', message });
}

/**
 * @param {Promise<Engine> | null} promise
 * @returns {Engine | null}
 */
function useArrival(promise) {
  const [arrival, setArrival] = useState(/** @type {Arrival | null} */ (null));
  useEffect(() => {
    let current = true;
    const arrive = (/** @type {Arrival} */ next) => current && setArrival(next);
    promise?.then(
      (engine) => arrive({ promise, engine }),
      (error) => arrive({ promise, error }),
    );
    return () => void (current = false);
  }, [promise]);
  if (!arrival || arrival.promise !== promise) return null;
  if (!arrival.engine) throw arrival.error;
  return arrival.engine;
}

/**
 * @param {Engine | Promise<Engine> | null} engine
 * @returns {engine is Promise<Engine>}
 */
function isPromise(engine) {
  return typeof (/** @type {any} */ (engine)?.then) === 'function';
}
