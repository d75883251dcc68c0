/**
 * `DATABASE_PATH=data/availability.db node web/server/seed.js [seed]`: fills a new database with a month of slots
 * around today. A database that was written to before is left as it is.
 */
import { check } from 'tablattice/rules';
import { AvailabilityStore } from './availability-store.js';
import { DatabaseError, openDatabase } from './database.js';
import { SEED, seedStore } from './seed-store.js';
import { readSettings, SettingsError } from './settings.js';

/** @param {string | undefined} text */
function readSeed(text) {
  if (text === undefined) return SEED;
  if (!/^\d{1,9}$/.test(text))
    throw new SettingsError(`The seed must be a number of at most nine digits, not '${text}'.`);
  return Number(text);
}

function main() {
  const { databasePath } = readSettings(process.env);
  const seed = readSeed(process.argv[2]);
  const database = openDatabase(databasePath);
  try {
    const added = seedStore(new AvailabilityStore(database), check, { seed });
    if (added === 0) throw new SettingsError(`${databasePath} has been written to before. Delete it, or name another.`);
    process.stdout.write(`${databasePath}: ${added} slots from seed ${seed}.\n`);
  } finally {
    database.close();
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof DatabaseError || error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
