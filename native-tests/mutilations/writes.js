// What the answer to a write means (DESIGN.md §4, §6), and when a mutation is settled.

/** @type {import('./index.js').Mutilation[]} */
export const writes = [
  {
    name: 'plain answers to writes taken as facts',
    why: "§4: a write's answer without a version would overwrite another user's newer row that a poll has shown.",
    file: 'wasm/core/sync_handler.cpp',
    find: `  if (!event.row.is_null() && versioned) {
    const Result<RowText> row = read_row(collection, event.row, "outcome/row");
    effect_confirmed = row.ok() && collection.rung() != Rung::plain && !row.value.version.none();`,
    replace: `  if (!event.row.is_null()) {
    const Result<RowText> row = read_row(collection, event.row, "outcome/row");
    effect_confirmed = row.ok();`,
  },
  {
    name: 'mutation dropped before its effect is confirmed',
    why: '§4: acked without a row, it is folded until a read that was sent later has been joined.',
    file: 'wasm/core/sync_handler.cpp',
    find: '(event.kind == OutcomeEvent::Kind::acked && effect_confirmed)',
    replace: 'event.kind == OutcomeEvent::Kind::acked',
  },
  {
    name: 'outcomes forgotten',
    why: '§4: a mutation that is heard of (again) after its end must not come back.',
    file: 'wasm/core/collection.cpp',
    find: '  const bool learnt = !settled_.contains(name);\n  settled_.add(name);\n',
    replace: '  const bool learnt = !settled_.contains(name);\n',
  },
  {
    name: 'refusal taken from a non-owner',
    why: '§6: only the tab that sends its requests can know that a mutation was refused.',
    file: 'wasm/core/sync_handler.cpp',
    find: '  return !known.empty() && known != sender;',
    replace: '  return false;',
  },
  {
    name: '4xx on a retry taken as rejection',
    why: '§6: without a key, a 404, 409 or 412 after a lost answer may come from its own first attempt.',
    file: 'wasm/core/answer.cpp',
    find: '  if (maybe_ours) return Meaning::unknown;\n',
    replace: '',
  },
  {
    name: 'If-Match renewed on a retry',
    why: '§6: the retry then no longer fails because its first attempt succeeded, and is applied twice.',
    file: 'wasm/core/writer.cpp',
    find: '  const bool first = entry.attempts == 0;',
    replace: '  const bool first = true;',
  },
  {
    name: "a repeated key's answer proves a new life",
    why: '§4: the server answers a known key with what it said then, which may be older than what was read since.',
    file: 'wasm/core/writer_answers.cpp',
    find: '  const bool fresh = entry.attempts == 1 && !collection.options().idempotency_keys;',
    replace: '  const bool fresh = true;',
  },
  {
    name: 'a create of unknown fate is sent again',
    why: '§6: without a key and without an id of its own it may then exist twice.',
    file: 'wasm/core/writer.cpp',
    find: '  return !context.keys && (keys_given || makes_rows);',
    replace: '  return false;',
  },
  {
    name: 'a login page taken as an answer',
    why: '§6: 2xx whose body is not what was asked for is no answer; the change was never applied.',
    file: 'wasm/core/answer.cpp',
    find: 'context.body_good ? Meaning::acked : unanswered(context, status)',
    replace: 'Meaning::acked',
  },
  {
    name: '401 taken as rejection',
    why: "§6: an expired session is nobody's fault: the outbox waits.",
    file: 'wasm/core/answer.cpp',
    find: '  if (context.unauthorized != nullptr && context.unauthorized->contains(status)) return Meaning::unauthorized;\n',
    replace: '',
  },
  {
    name: 'a key in progress taken as rejection',
    why: '§6: 409 for a key in progress says that the first attempt is being carried out.',
    file: 'wasm/core/answer.cpp',
    find: ' || (status == 409 && context.key_in_progress)',
    replace: '',
  },
  {
    name: 'temporary key sent',
    why: '§4: what waits for a key that the server makes cannot be sent before the alias is known.',
    file: 'wasm/core/writer.cpp',
    find: `  if (entry.mutation.operation != Operation::create && is_temporary(own, key)) return true;
`,
    replace: '',
  },
  {
    name: 'a new key with every attempt',
    why: '§6: the same Idempotency-Key on every attempt is what makes it exactly once.',
    file: 'wasm/core/writer.cpp',
    find: '"idempotencyKey", mutation.name.text()',
    replace: '"idempotencyKey", mutation.name.text() + (entry.attempts > 1 ? "/again" : "")',
  },
];
