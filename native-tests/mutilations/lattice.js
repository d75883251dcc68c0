// What a row is (DESIGN.md §4): a function of a set of facts, whatever their order.

/** @type {import('./index.js').Mutilation[]} */
export const lattice = [
  {
    name: 'the naive version/stamp rule',
    why: '§4: "versions if both have one, else stamps" is not transitive: what wins depends on the order of arrival.',
    file: 'wasm/core/row.cpp',
    find: '  facts_.erase_if([&](const RowFact& known) { return dominates(fact, known); });',
    replace: `  for (const RowFact& known : facts_) {
    const bool older = fact.version != known.version ? fact.version < known.version : fact.stamp < known.stamp;
    if (older) return false;
  }
  facts_.erase_if([](const RowFact&) { return true; });
  if (rare_) rare_->gone = Stamp();`,
  },
  {
    name: 'one maximum in place of the Pareto front',
    why: '§4: when *gone* removes the greatest version, the newer life that it had hidden is lost with it.',
    file: 'wasm/core/row.cpp',
    find: '  if (winner.version < loser.version || winner.stamp < loser.stamp) return false;\n',
    replace: `  if (winner.version != loser.version) return winner.version > loser.version;
  if (winner.stamp < loser.stamp) return false;
`,
  },
  {
    name: 'versions are compared as text',
    why: '§4: "10" is more than "9", and …00Z is before …00.5Z, in whatever notation.',
    file: 'wasm/core/version.cpp',
    find: '  if (const auto whole = whole_number(value, std::numeric_limits<std::uint64_t>::max() - 1)) {',
    replace: `  if (order_of(value)) {
    version.text_ = std::make_shared<const Text>(Text{value, value.is_string() ? value.text() : dump_json(value)});
    return version;
  }
  if (const auto whole = whole_number(value, std::numeric_limits<std::uint64_t>::max() - 1)) {`,
  },
  {
    name: 'no new-life rule',
    why: '§4: where versions restart with a key, only its *gone* lets the new life win over the old one.',
    file: 'wasm/core/read_facts.cpp',
    find: '  if (collection.rung() == Rung::plain) return false;',
    replace: '  return false;',
  },
  {
    name: 'tombstones are not kept',
    why: '§4: without the deletion as a fact, a row that was read before it comes back.',
    file: 'wasm/core/collection.cpp',
    find: '  return join_row({key, version, {}}, stamp, read);',
    replace: '  return false;',
  },
  {
    name: 'an update of nothing makes a row',
    why: "§4: an update to a row that isn't there does nothing.",
    file: 'wasm/core/row.cpp',
    find: '      if (!row || !mutation.payload.is_object()) return;',
    replace: `      if (!mutation.payload.is_object()) return;
      if (!row) row = Json::object();`,
  },
  {
    name: 'merge patch applied to confirmed',
    why: '§4: an acked change is folded until a read tells; a fact made of it here is one that the server never had.',
    file: 'wasm/core/sync_handler.cpp',
    find: '  const auto version = Version::from_json(event.tombstone_version);\n',
    replace: `  const std::string* folded = collection.visible(event.key);
  const RowFact* base = collection.confirmed(event.key);
  if (event.kind == OutcomeEvent::Kind::acked && !effect_confirmed && folded != nullptr && base != nullptr) {
    Json row = collection.visible_json(event.key);
    effect_confirmed = collection.join_row({event.key, base->version, dump_json(row)}, event.stamp, false);
  }
  const auto version = Version::from_json(event.tombstone_version);
`,
  },
];
