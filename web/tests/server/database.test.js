import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatabaseError, openDatabase } from '../../server/database.js';
import { temporaryFolder } from './harness.js';

test('a new file is made with its folder, and every commit is synced to disk', (t) => {
  const path = join(temporaryFolder(t), 'new', 'folder', 'test.db');
  const database = openDatabase(path);
  t.after(() => database.close());
  assert.ok(existsSync(path));
  assert.equal(database.pragma('journal_mode', { simple: true }), 'wal');
  const full = 2;
  assert.equal(database.pragma('synchronous', { simple: true }), full);
});

test('a database of a newer server is refused and left as it is', (t) => {
  const path = join(temporaryFolder(t), 'newer.db');
  const newer = openDatabase(path);
  newer.pragma('user_version = 2');
  newer.close();
  assert.throws(() => openDatabase(path), {
    name: DatabaseError.name,
    message: `The database ${path} cannot be used: it has schema 2, and this server knows schema 1 only`,
  });
});

test('a file that is no database, and a folder that cannot be made, are named', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'notes.txt');
  writeFileSync(file, 'These are notes, not a database. '.repeat(100));
  assert.throws(() => openDatabase(file), { message: `The database ${file} cannot be used: file is not a database` });
  const inside = join(file, 'test.db');
  assert.throws(() => openDatabase(inside), /The database .*notes\.txt.test\.db cannot be used: /);
});
