#include "core/trace.hpp"

#include <utility>

namespace tablattice {
namespace {

std::string visible_text(Session& session, const std::string& collection, const std::string& key) {
  const Collection* found = session.find(collection);
  const std::string* text = found == nullptr ? nullptr : found->visible(key);
  return text == nullptr ? std::string() : *text;
}

}  // namespace

Trace::Trace(Session& session, const SyncEvent& event) : session_(session) {
  if (!session.tracing) return;
  if (const auto* mutation = std::get_if<MutationEvent>(&event))
    touch(mutation->mutation.collection, mutation->mutation.key);
  if (const auto* outcome = std::get_if<OutcomeEvent>(&event)) touch(outcome->collection, outcome->key);
  if (const auto* alias = std::get_if<AliasEvent>(&event)) touch(alias->collection, alias->key);
  const auto* rows = std::get_if<RowsEvent>(&event);
  const Collection* collection = rows == nullptr ? nullptr : session.find(rows->collection);
  if (collection == nullptr) return;
  for (std::size_t index = 0; index < rows->rows.size(); ++index) {
    const Result<std::string> text = key_text(rows->rows.json(index)[collection->options().key_field], "");
    if (text.ok()) touch(rows->collection, text.value);
  }
  for (const GoneKey& gone : rows->gone) touch(rows->collection, gone.key);
}

void Trace::touch(const std::string& collection, std::string_view key) {
  if (!session_.tracing) return;
  std::string own(key);
  std::string before = visible_text(session_, collection, own);
  touched_.push_back({collection, std::move(own), std::move(before)});
}

Json Trace::changes() const {
  Json changes = Json::array();
  for (const Touched& item : touched_) {
    const std::string after = visible_text(session_, item.collection, item.key);
    if (after == item.before) continue;
    Json change = json_object("collection", item.collection, "key", key_json(item.key));
    change["change"] = item.before.empty() ? "created" : after.empty() ? "deleted" : "updated";
    change["row"] = Json::parse(after.empty() ? item.before : after);
    changes.push_back(std::move(change));
  }
  return changes;
}

void Trace::finish(const SyncEvent& event, const std::string& source, const std::string& verdict) {
  if (!session_.tracing) return;
  session_.effects.push(json_object("kind", "event", "at", session_.wall_ms, "source", source, "verdict", verdict,
                                    "event", event_to_json(event), "changes", changes()));
}

}  // namespace tablattice
