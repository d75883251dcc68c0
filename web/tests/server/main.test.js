import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchList, runCommand, startMain, temporaryFolder } from './harness.js';

/** Less than the minute after which Node itself would cut a silent connection. */
const STOP_DEADLINE_MS = 45_000;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  test(
    `${signal} ends the server with 0, though a browser holds connections open`,
    { timeout: STOP_DEADLINE_MS },
    async (t) => {
      const databasePath = join(temporaryFolder(t), 'main.db');
      const { child, ended, origin, api } = await startMain(t, databasePath);
      const { rows } = await fetchList(api);
      assert.ok(rows.length > 1000, 'a new database is seeded');
      const silent = connect(Number(new URL(origin).port), '127.0.0.1');
      await once(silent, 'connect');
      child.kill(signal);
      const { code, stdout } = await ended;
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`Stopped by ${signal}`));
      silent.destroy();
    },
  );
}

test('a port in use is said in words, with what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (other.address());
  const environment = { PORT: String(port), DATABASE_PATH: join(temporaryFolder(t), 'main.db') };
  const { code, stderr } = await runCommand(t, 'main.js', { environment }).ended;
  assert.equal(code, 1);
  assert.equal(
    stderr,
    `Port ${port} is in use by another program. Choose another port, for example: PORT=${port + 1} npm start\n`,
  );
});

test('a port that is none, and a file that is no database, are said in words', async (t) => {
  const folder = temporaryFolder(t);
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'These are notes, not a database. '.repeat(100));
  for (const PORT of ['abc', '-1', '65536', '1.5']) {
    const environment = { PORT, DATABASE_PATH: join(folder, 'main.db') };
    const { code, stderr } = await runCommand(t, 'main.js', { environment }).ended;
    assert.deepEqual([code, stderr], [1, `PORT must be a number up to 65535, not '${PORT}'.\n`]);
  }
  const { code, stderr } = await runCommand(t, 'main.js', { environment: { PORT: '0', DATABASE_PATH: text } }).ended;
  assert.equal(code, 1);
  assert.match(stderr, /^The database .*notes\.txt cannot be used: file is not a database\n$/);
});

test('RUNG chooses what is served; one that there is not is said in words', async (t) => {
  const databasePath = join(temporaryFolder(t), 'main.db');
  const { api } = await startMain(t, databasePath, { RUNG: 'plain' });
  const [row] = await fetchList(api);
  assert.deepEqual([typeof row.id, row.version, row.updatedAt], ['string', undefined, undefined]);
  const environment = { PORT: '0', DATABASE_PATH: databasePath, RUNG: 'top' };
  const { code, stderr } = await runCommand(t, 'main.js', { environment }).ended;
  assert.deepEqual([code, stderr], [1, "RUNG must be one of feed, versioned, plain, not 'top'.\n"]);
});
