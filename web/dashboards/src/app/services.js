import { createContext, useContext } from 'react';

/**
 * What a page's components need besides the engine.
 *
 * @typedef {object} Services
 * @property {import('./settings.js').Settings} settings
 * @property {import('./sign-in-gate.js').SignInGate} signIn
 * @property {import('./report-log.js').ReportLog} reports
 */

export const ServicesContext = createContext(/** @type {Services | null} */ (null));

/** @returns {Services} */
export function useServices() {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('No services here: mount the page by mountPage');
  return services;
}
