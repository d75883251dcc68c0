// Who leads, who reads, and what a tab knows of the others (DESIGN.md §5, §7).

/** @type {import('./index.js').Mutilation[]} */
export const tabs = [
  {
    name: 'follower polls never',
    why: '§7: a visible follower that hears no leader reads by itself.',
    file: 'wasm/core/tabs.cpp',
    find: '    if (visible_) acting_ = true;\n',
    replace: '',
  },
  {
    name: 'leader keeps its lock when frozen',
    why: '§7: nobody reads while the leader sleeps with its lock.',
    file: 'wasm/core/tabs.cpp',
    find: '  if (leading_) follow(true);\n  release_lock();\n',
    replace: '  if (leading_ && !suspended) follow(true);\n  if (!suspended) release_lock();\n',
  },
  {
    name: 'every tab polls',
    why: '§7: with many tabs open the server sees the requests of one.',
    file: 'wasm/core/tabs.cpp',
    find: '  session_.reads = leading_ || acting_ ||',
    replace: '  session_.reads = true || acting_ ||',
  },
  {
    name: 'an outdated tab goes on',
    why: '§5: a tab that has met a newer protocol stops applying foreign messages, leading and touching what it cannot read.',
    file: 'wasm/core/engine.cpp',
    find: '    session_->outdated = true;\n    tabs_->stop(false);',
    replace: '    tabs_->stop(false);',
  },
  {
    name: 'gap ignored',
    why: '§5: a message that was lost is missed after about 50 ms, not when the leader next counts its rows.',
    file: 'wasm/core/heard.cpp',
    find: `  } else if (sender.missing_since_ms == 0) {
    sender.missing_since_ms = now_ms;
`,
    replace: '',
  },
  {
    name: 'digest without text',
    why: '§5: two rows of one key and version may differ all the same.',
    file: 'wasm/core/collection.cpp',
    find: 'row_hash(row.key, row.text)',
    replace: 'row_hash(row.key, dump_json(row.version.value()))',
  },
  {
    name: 'digest without unsettled names',
    why: '§5: a mutation that only some tabs know makes them show different rows over equal facts.',
    file: 'wasm/core/transfer.cpp',
    find: ' || item.second.unsettled_hash != collection->unsettled_hash()',
    replace: '',
  },
  {
    name: 'digest healing one way',
    why: '§5: who differs may be the one who knows more.',
    file: 'wasm/core/transfer_state.cpp',
    find: '  if (!lacked_by(*incoming.end)) return;',
    replace: '  return;',
  },
  {
    name: 'no digest',
    why: '§5: what neither a gap nor a message shows is found by comparing.',
    file: 'wasm/core/transfer.cpp',
    find: '  if (!differs(beat.collections)) {',
    replace: '  if (beat.collections.empty() || !differs({})) {',
  },
  {
    name: 'settled names ahead of their rows',
    why: '§4, §5: in a state the settled names come last; alone they take from a row the change that it does not hold yet.',
    file: 'wasm/core/transfer_state.cpp',
    find: '  if (state.to != session_.config.client) {\n',
    replace: `  if (state.end) session_.settled.join(state.end->settled);
  if (state.to != session_.config.client) {
`,
  },
  {
    name: 'an incomplete tab answers hello',
    why: '§5: only a tab whose collection is complete answers hello.',
    file: 'wasm/core/transfer.cpp',
    find: ' || asks_others || !complete_in_any()) return;',
    replace: ' || asks_others) return;',
  },
  {
    name: 'the alias is not told',
    why: '§4: the other tabs must know which row the temporary one turned out to be.',
    file: 'wasm/core/writer_answers.cpp',
    find: `      session_.effects.send(alias);
      handler_.apply(alias, "response", session_.config.client);
      event.key = key.value;
`,
    replace: `      handler_.apply(alias, "response", session_.config.client);
`,
  },
];
