/** What the server is told by its environment. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUNG_DEFAULT, RUNGS } from './rungs.js';

const PROJECT_PATH = fileURLToPath(new URL('../..', import.meta.url));

export const PORT_DEFAULT = 3000;

/** The environment holds something that cannot be meant; the message says what to set instead. */
export class SettingsError extends Error {
  name = 'SettingsError';
}

/**
 * @param {NodeJS.ProcessEnv} environment `PORT` (0: any free one), `DATABASE_PATH` (relative to the working folder), `RUNG`
 * @returns {{ port: number, databasePath: string, pagesPath: string, rung: import('./rungs.js').Rung }}
 * @throws {SettingsError}
 */
export function readSettings(environment) {
  return {
    port: readPort(environment.PORT),
    databasePath: environment.DATABASE_PATH
      ? resolve(environment.DATABASE_PATH)
      : resolve(PROJECT_PATH, 'data/availability.db'),
    pagesPath: resolve(PROJECT_PATH, 'build/pages'),
    rung: readRung(environment.RUNG),
  };
}

/** @param {string | undefined} text */
function readPort(text) {
  if (!text) return PORT_DEFAULT;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new SettingsError(`PORT must be a number up to 65535, not '${text}'.`);
  return port;
}

/** @param {string | undefined} text */
function readRung(text) {
  if (!text) return RUNG_DEFAULT;
  const rung = RUNGS.find((name) => name === text);
  if (rung === undefined) throw new SettingsError(`RUNG must be one of ${RUNGS.join(', ')}, not '${text}'.`);
  return rung;
}
