/**
 * The reference server's command: `PORT=3000 DATABASE_PATH=data/availability.db RUNG=feed node web/server/main.js`.
 *
 * A database that was never written to is seeded first. SIGINT (Ctrl-C) and SIGTERM let requests finish, close the
 * database and exit with 0; a second signal ends the process at once. What keeps it from starting is said on stderr,
 * with exit code 1.
 */
import { check } from 'tablattice/rules';
import { DatabaseError } from './database.js';
import { pagesAreBuilt } from './pages.js';
import { RUNG_DEFAULT } from './rungs.js';
import { readSettings, SettingsError } from './settings.js';
import { PortError, startServer } from './start-server.js';

const PAGES = [
  ['Overview', '/'],
  ['Therapist', '/therapist?id=th-1'],
  ['Operator', '/operator'],
  ['Scheduling', '/scheduling'],
  ['Inspector', '/inspector'],
];

async function main() {
  const settings = readSettings(process.env);
  const logger = { level: 'error', stream: process.stderr };
  const server = await startServer({ ...settings, check, logger, seed: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(server, signal));
  process.stdout.write(greeting(server, settings));
}

/**
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {ReturnType<typeof readSettings>} settings
 */
function greeting({ origin, seeded, slots, revision }, { databasePath, pagesPath, rung }) {
  const pages = pagesAreBuilt(pagesPath)
    ? PAGES.map(([name, path]) => `  ${name.padEnd(12)}${pageAddress(origin + path, rung)}`)
    : [`  The pages are not built yet: npm run build. The API is at ${origin}/api/availability`];
  const origins = seeded > 0 ? `seeded just now with ${seeded} slots` : `${slots} slots, revision ${revision}`;
  return ['', ...pages, '', `  ${databasePath}: ${origins}`, '  Ctrl-C stops the server.', '', ''].join('\n');
}

/**
 * A page speaks to the rung that its address names: without one, to the feed.
 *
 * @param {string} address
 * @param {import('./rungs.js').Rung} rung
 */
function pageAddress(address, rung) {
  const url = new URL(address);
  if (rung !== RUNG_DEFAULT) url.searchParams.set('rung', rung);
  return url.href;
}

/**
 * Exits by itself, since `npm run dev` runs Vite in this process too.
 *
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {string} signal
 */
async function stop(server, signal) {
  await server.close();
  process.stdout.write(`Stopped by ${signal}; everything is on disk.\n`);
  process.exit(0);
}

main().catch((error) => {
  const expected = [DatabaseError, PortError, SettingsError].some((kind) => error instanceof kind);
  process.stderr.write(`${expected ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
