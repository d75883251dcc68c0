// What a read proves (DESIGN.md §4): it speaks of the world as it was when its request was sent, not when it was answered.

/** @type {import('./index.js').Mutilation[]} */
export const reads = [
  {
    name: 'reads stamped at arrival',
    why: '§4: a slow read would outrank, and settle, what happened while it was on its way.',
    file: 'wasm/core/engine.cpp',
    find: '  const Request& request = node.mapped();',
    replace: `  Request& request = node.mapped();
  if (request.reads()) request.stamp = session_->tick();`,
  },
  {
    name: 'push stamped at arrival',
    why: '§4, §7: a push speaks of the world when the server made the change, not when it came here.',
    file: 'wasm/core/sync_handler.cpp',
    find: '  const Message& message = read.value;\n',
    replace: `  Message message = read.value;
  for (SyncEvent& event : message.events) {
    if (auto* rows = std::get_if<RowsEvent>(&event); rows != nullptr && source == "push") rows->stamp = session_.tick();
  }
`,
  },
  {
    name: 'absence computed at arrival',
    why: '§4: a row that was heard of while the list was on its way is not absent because the list does not name it.',
    file: 'wasm/core/reader_lists.cpp',
    find: '  if (one_revision && checked.all_keys_readable) add_absent(collection_, request, checked.listed, revision, event);',
    replace: `  Request arrived = request;
  arrived.sequence = collection_.sequence();
  RowsEvent absent = event;
  if (one_revision) add_absent(collection_, arrived, checked.listed, nullptr, absent);
  for (const GoneKey& gone : absent.gone) collection_.join_gone(gone.key, session_.tick());`,
  },
  {
    name: 'pages of two revisions taken for one list',
    why: '§4: a list of several pages tells who is absent only where all pages have one revision.',
    file: 'wasm/core/reader_lists.cpp',
    find: '    pages_->one_revision = false;\n',
    replace: '',
  },
  {
    name: 'ETag kept after a change',
    why: '§4: If-None-Match is sent only while the state is the very body that the ETag came with.',
    file: 'wasm/core/reader.cpp',
    find: ' && collection_.hash() == etag_hash_;',
    replace: ';',
  },
  {
    name: '304 not stamped again',
    why: '§4: a 304 is that list read again, joined with the new stamp.',
    file: 'wasm/core/reader.cpp',
    find: '  confirm_again(collection_, request);',
    replace: '  return succeed(request);',
  },
  {
    name: 'cursor taken blindly',
    why: '§5: a tab that moves to `to` without having been at `from` never asks for what lies before.',
    file: 'wasm/core/collection.cpp',
    find: '  if (follows) set_cursor(to);',
    replace: '  set_cursor(to);',
  },
  {
    name: '410 keeps the cursor',
    why: '§4: where the server has forgotten the changes since the cursor, only the list helps.',
    file: 'wasm/core/reader.cpp',
    find: `    collection_.drop_cursor();
    policy_.request_now();
  } else if (!answer.success()) {`,
    replace: `    succeed(request);
  } else if (!answer.success()) {`,
  },
  {
    name: 'news that the cursor has outlived is taken',
    why: '§4: what is older than the cursor and not known here was deleted since; the next delta does not say so again.',
    file: 'wasm/core/collection.cpp',
    find: '  if (known_to_.none() || version > known_to_) return false;',
    replace: '  return false;',
  },
  {
    name: 'news that a list has outlived is taken',
    why: '§4: on the lower rungs a complete list tells that what was read before it, and is not in it, is gone.',
    file: 'wasm/core/collection.cpp',
    find: '  if (rung() != Rung::feed) return stamp < complete_at_ && (known == nullptr || known->facts().empty());',
    replace: '  if (rung() != Rung::feed) return false;',
  },
  {
    name: 'snapshot deletes pending creates',
    why: '§4: a list cannot know of what the server has not been told yet.',
    file: 'wasm/core/collection.cpp',
    find: '  complete_at_ = stamp;\n',
    replace: `  complete_at_ = stamp;
  for (const std::string& key : std::set<std::string>(unsettled_)) {
    const std::vector<Mutation> mutations = rows_.at(key).state.mutations();
    for (const Mutation& mutation : mutations) {
      if (mutation.operation == Operation::create && confirmed(key) == nullptr) drop(key, mutation.name);
    }
  }
`,
  },
];
