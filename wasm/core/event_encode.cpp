// The half of the event codec that writes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/event.hpp"
#include "core/event_words.hpp"
#include "core/hex.hpp"
#include "core/rows_message.hpp"

namespace tablattice {
namespace {

Json names_to_json(const std::vector<MutationName>& names) {
  Json list = Json::array();
  for (const MutationName& name : names) list.push_back(name.text());
  return list;
}

void set_unless_null(Json& object, const char* name, const Json& value) {
  if (!value.is_null()) object[name] = value;
}

// Those that hold rows, all in one string: 2 digits for the bucket and 16 for its hash; null for no rows.
Json buckets_to_json(const Buckets& buckets) {
  std::string text;
  for (std::size_t index = 0; index < bucket_count; ++index) {
    if (buckets[index] == 0) continue;
    append_hex(text, index, 2);
    append_hex(text, buckets[index], 16);
  }
  return text.empty() ? Json() : Json(std::move(text));
}

Json holdings_to_json(const std::map<std::string, Holding>& holdings) {
  Json object = Json::object();
  for (const auto& [name, holding] : holdings) {
    Json& json = object[name] = Json::object();
    if (holding.complete) json["complete"] = holding.complete_at.to_json();
    set_unless_null(json, "cursor", holding.cursor);
    if (holding.fetched_at_ms > 0) json["fetchedAt"] = holding.fetched_at_ms;
    set_unless_null(json, "buckets", buckets_to_json(holding.buckets));
    json["unsettled"] = names_to_json(holding.unsettled);
  }
  return object;
}

struct Encoder {
  Json operator()(const MutationEvent& event) const {
    const Mutation& mutation = event.mutation;
    Json json =
        json_object("kind", "mutation", "name", mutation.name.text(), "stamp", mutation.stamp.to_json(), "collection",
                    mutation.collection, "key", key_json(mutation.key), "op", operation_word(mutation.operation));
    set_unless_null(json, "payload", mutation.payload);
    if (event.stored) json["stored"] = true;
    if (event.attempts > 0) json["attempts"] = event.attempts;
    if (!event.if_match.empty()) json["ifMatch"] = event.if_match;
    set_unless_null(json, "problem", event.problem);
    if (!event.unknown_at.empty()) json["unknownAt"] = event.unknown_at.to_json();
    if (!event.owner.empty()) json["owner"] = event.owner;
    return json;
  }

  Json operator()(const OutcomeEvent& event) const {
    Json json = json_object("kind", "outcome", "outcome", outcome_words[static_cast<std::size_t>(event.kind)], "name",
                            event.name.text(), "collection", event.collection, "key", key_json(event.key), "stamp",
                            event.stamp.to_json());
    set_unless_null(json, "row", event.row);
    set_unless_null(json, "tombstoneVersion", event.tombstone_version);
    set_unless_null(json, "problem", event.problem);
    return json;
  }

  Json operator()(const RowsEvent& event) const { return Json::parse(rows_event_text(event)); }

  Json operator()(const AliasEvent& event) const {
    return json_object("kind", "alias", "collection", event.collection, "temporaryKey", key_json(event.temporary_key),
                       "key", key_json(event.key));
  }

  Json operator()(const AskEvent& event) const {
    Json json = json_object("kind", "ask", "wish", ask_words[static_cast<std::size_t>(event.wish)], "stamp",
                            event.stamp.to_json());
    if (!event.collection.empty()) json["collection"] = event.collection;
    return json;
  }

  Json operator()(const HelloEvent& event) const {
    Json json = json_object("kind", "hello", "id", event.id, "asks", event.asks, "heard", marks_to_json(event.marks),
                            "collections", holdings_to_json(event.collections));
    if (!event.to.empty()) json["to"] = event.to;
    return json;
  }

  // Facts are [version, stamp, row], a tombstone's row is null; answers are [name, stamp, key].
  Json record(const RowRecord& record) const {
    Json json = json_object("key", key_json(record.key));
    for (const RowFact& fact : record.state.facts()) {
      json["facts"].push_back(
          {fact.version.value(), fact.stamp.to_json(), key_json(fact.tombstone() ? "null" : fact.text)});
    }
    if (!record.state.gone().empty()) json["gone"] = record.state.gone().to_json();
    if (!record.state.read_at().empty()) json["read"] = record.state.read_at().to_json();
    for (const auto& [name, answer] : record.state.answers())
      json["answers"].push_back({name.text(), answer.stamp.to_json(), key_json(answer.key)});
    for (const MutationEvent& mutation : record.mutations) json["mutations"].push_back((*this)(mutation));
    return json;
  }

  Json operator()(const StateEvent& event) const {
    Json rows = Json::array();
    for (const RowRecord& each : event.rows) rows.push_back(record(each));
    Json json = json_object("kind", "state", "to", event.to, "id", event.id, "rows", std::move(rows));
    if (event.back) json["back"] = true;
    if (!event.collection.empty()) json["collection"] = event.collection;
    for (const auto& [temporary_key, key] : event.aliases)
      json["aliases"].push_back({key_json(temporary_key), key_json(key)});
    if (!event.end) return json;
    json["end"] = json_object("parts", event.end->parts, "heard", marks_to_json(event.end->marks), "settled",
                              event.end->settled.to_json(), "collections", holdings_to_json(event.end->collections));
    return json;
  }

  Json operator()(const BeatEvent& event) const {
    Json collections = Json::object();
    for (const auto& [name, pulse] : event.collections) {
      Json& json = collections[name] = json_object("complete", pulse.complete, "hash", hash_text(pulse.hash),
                                                   "unsettled", hash_text(pulse.unsettled_hash));
      if (pulse.fetched_at_ms > 0) json["fetchedAt"] = pulse.fetched_at_ms;
      set_unless_null(json, "error", pulse.error);
    }
    Json json = json_object("kind", "beat", "term", event.term, "stamp", event.stamp.to_json(), "visible",
                            event.visible, "heard", marks_to_json(event.marks), "collections", std::move(collections));
    if (event.resigns) json["resigns"] = true;
    if (event.expired) json["expired"] = true;
    return json;
  }

  Json operator()(const ForgetEvent&) const { return json_object("kind", "forget"); }
};

}  // namespace

Json event_to_json(const SyncEvent& event) { return std::visit(Encoder{}, event); }

std::string event_text(const SyncEvent& event) {
  const auto* rows = std::get_if<RowsEvent>(&event);
  return rows == nullptr ? dump_json(event_to_json(event)) : rows_event_text(*rows);
}

}  // namespace tablattice
