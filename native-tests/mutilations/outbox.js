// The outbox (DESIGN.md §6): one key per mutation, one owner, one order.

/** @type {import('./index.js').Mutilation[]} */
export const outbox = [
  {
    name: 'outbox key removed at send',
    why: '§6: the key goes after the outcome; a tab that dies between the two leaves nothing to adopt.',
    file: 'wasm/core/writer.cpp',
    find: '  Json guard = outbox_.advance(entry);',
    replace: `  Json guard;
  session_.effects.persist(outbox_key(mutation.name), std::nullopt);
  entry.stored.clear();`,
  },
  {
    name: 'adoption with a new key',
    why: '§6: the dead tab may have sent it; under another key the server applies it again.',
    file: 'wasm/core/writer.cpp',
    find: '"idempotencyKey", mutation.name.text()',
    replace: '"idempotencyKey", session_.config.client + ":" + std::to_string(mutation.name.n)',
  },
  {
    name: 'adoption that leaves the owner',
    why: '§6: a frozen tab that thaws finds its entry as it left it, and sends it too.',
    file: 'wasm/core/outbox.cpp',
    find: '  return encode_message({client_, life_, 0, at_ms, {std::move(event)}});',
    replace: `  const std::string owner = event.mutation.name.client;
  return encode_message({owner, life_, 0, at_ms, {std::move(event)}});`,
  },
  {
    name: 'an entry is sent without a look at storage',
    why: '§6: before each send a tab reads the entry; what another tab has taken over is not its own any more.',
    file: 'wasm/core/writer.cpp',
    find: '  Json guard = outbox_.advance(entry);',
    replace: `  outbox_.store(entry);
  Json guard;`,
  },
  {
    name: 'nobody adopts',
    why: "§6: the leader takes a dead client's mutations; else what its user saw is never sent.",
    file: 'wasm/core/orphans.cpp',
    find: '  dead_.insert(client);\n  scan();',
    replace: '  scan();',
  },
  {
    name: 'adopted before its tab is dead',
    why: "§6: a client's lock, freed, says that it is dead; before that two tabs send one mutation.",
    file: 'wasm/core/orphans.cpp',
    find: `  known_since_ms_.try_emplace(owner, session_.now_ms);
  if (leads_) watch(owner);`,
    replace: `  known_since_ms_.try_emplace(owner, session_.now_ms);
  if (leads_) watch(owner);
  if (leads_) dead_.insert(owner);`,
  },
  {
    name: 'rows keep no order',
    why: "§6: a row's mutations go out one after another.",
    file: 'wasm/core/writer.cpp',
    find: '  if (row_busy(own, key) || unrepeatable(entry)) return true;',
    replace: '  if (own.options().order == RequestOrder::row) return unrepeatable(entry);',
  },
  {
    name: 'collections keep no order',
    why: '§6: where the collection asks for it, parents go out before children.',
    file: 'wasm/core/writer.cpp',
    find: '  switch (own.options().order) {',
    replace: '  switch (RequestOrder::row) {',
  },
  {
    name: 'failures kept in memory only',
    why: '§6: a refusal that no promise waits for outlives its tab until the user has seen it.',
    file: 'wasm/core/outbox.cpp',
    find: `  event.unknown_at = failure.unknown_at;
  write_end(std::move(event));`,
    replace: '  effects_.persist(outbox_key(failure.mutation.name), std::nullopt);',
  },
  {
    name: 'unknown outcomes kept in memory only',
    why: '§6: a mutation of unknown fate outlives its tab until somebody has decided it.',
    file: 'wasm/core/outbox.cpp',
    find: `  event.unknown_at = unknown.at;
  write_end(std::move(event));`,
    replace: '  effects_.persist(outbox_key(unknown.mutation.name), std::nullopt);',
  },
  {
    name: 'a full storage loses the mutation',
    why: '§6: where storage refuses, the mutation still runs, from memory.',
    file: 'wasm/core/writer_ownership.cpp',
    find: '  if (outbox_.unstored(*entry)) session_.effects.send(outbox_.event(*entry));',
    replace: '  outbox_.take(entry->mutation.name);',
  },
];
