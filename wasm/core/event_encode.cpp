// The half of the event codec that writes.
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "core/event.hpp"
#include "core/event_words.hpp"

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

Json hash_to_json(std::uint64_t hash) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return std::string(text.data(), 16);
}

// All in one string, 16 digits each; null for no rows.
Json buckets_to_json(const Buckets& buckets) {
  if (std::all_of(buckets.begin(), buckets.end(), [](std::uint64_t hash) { return hash == 0; })) return nullptr;
  std::string text;
  text.reserve(bucket_count * 16);
  for (const std::uint64_t hash : buckets) text += hash_to_json(hash).get<std::string>();
  return text;
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
    Json json = {{"kind", "mutation"},
                 {"name", mutation.name.text()},
                 {"stamp", mutation.stamp.to_json()},
                 {"collection", mutation.collection},
                 {"key", key_json(mutation.key)},
                 {"op", operation_word(mutation.operation)}};
    set_unless_null(json, "payload", mutation.payload);
    if (event.stored) json["stored"] = true;
    if (event.attempts > 0) json["attempts"] = event.attempts;
    if (!event.if_match.empty()) json["ifMatch"] = event.if_match;
    set_unless_null(json, "problem", event.problem);
    if (event.unknown) json["unknown"] = true;
    if (!event.owner.empty()) json["owner"] = event.owner;
    return json;
  }

  Json operator()(const OutcomeEvent& event) const {
    Json json = {{"kind", "outcome"},          {"outcome", outcome_words[static_cast<std::size_t>(event.kind)]},
                 {"name", event.name.text()},  {"collection", event.collection},
                 {"key", key_json(event.key)}, {"stamp", event.stamp.to_json()}};
    set_unless_null(json, "row", event.row);
    set_unless_null(json, "tombstoneVersion", event.tombstone_version);
    set_unless_null(json, "problem", event.problem);
    return json;
  }

  Json operator()(const RowsEvent& event) const {
    Json gone = Json::array();
    for (const GoneKey& item : event.gone) {
      Json entry = {{"key", key_json(item.key)}};
      set_unless_null(entry, "version", item.version);
      if (item.new_life) entry["newLife"] = true;
      gone.push_back(std::move(entry));
    }
    Json json = {{"kind", "rows"},
                 {"collection", event.collection},
                 {"stamp", event.stamp.to_json()},
                 {"rows", event.rows},
                 {"gone", std::move(gone)}};
    set_unless_null(json, "from", event.from);
    set_unless_null(json, "to", event.to);
    if (!event.mutations.empty()) json["mutations"] = names_to_json(event.mutations);
    if (event.complete) json["complete"] = hash_to_json(event.hash);
    return json;
  }

  Json operator()(const AliasEvent& event) const {
    return {{"kind", "alias"},
            {"collection", event.collection},
            {"temporaryKey", key_json(event.temporary_key)},
            {"key", key_json(event.key)}};
  }

  Json operator()(const AskEvent& event) const {
    Json json = {
        {"kind", "ask"}, {"wish", ask_words[static_cast<std::size_t>(event.wish)]}, {"stamp", event.stamp.to_json()}};
    if (!event.collection.empty()) json["collection"] = event.collection;
    return json;
  }

  Json operator()(const HelloEvent& event) const {
    return {{"kind", "hello"},
            {"id", event.id},
            {"asks", event.asks},
            {"heard", marks_to_json(event.marks)},
            {"collections", holdings_to_json(event.collections)}};
  }

  // Facts are [version, stamp, row], a tombstone's row is null; answers are [name, stamp, key].
  Json record(const RowRecord& record) const {
    Json json = {{"key", key_json(record.key)}};
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
    Json json = {{"kind", "state"}, {"to", event.to}, {"id", event.id}, {"rows", std::move(rows)}};
    if (event.back) json["back"] = true;
    if (!event.collection.empty()) json["collection"] = event.collection;
    for (const auto& [temporary_key, key] : event.aliases)
      json["aliases"].push_back({key_json(temporary_key), key_json(key)});
    if (!event.end) return json;
    json["end"] = {{"parts", event.end->parts},
                   {"heard", marks_to_json(event.end->marks)},
                   {"settled", event.end->settled.to_json()},
                   {"collections", holdings_to_json(event.end->collections)}};
    return json;
  }

  Json operator()(const BeatEvent& event) const {
    Json collections = Json::object();
    for (const auto& [name, pulse] : event.collections) {
      Json& json = collections[name] = {{"complete", pulse.complete},
                                        {"hash", hash_to_json(pulse.hash)},
                                        {"unsettled", hash_to_json(pulse.unsettled_hash)}};
      if (pulse.fetched_at_ms > 0) json["fetchedAt"] = pulse.fetched_at_ms;
      set_unless_null(json, "error", pulse.error);
    }
    Json json = {{"kind", "beat"},
                 {"term", event.term},
                 {"stamp", event.stamp.to_json()},
                 {"visible", event.visible},
                 {"heard", marks_to_json(event.marks)},
                 {"collections", std::move(collections)}};
    if (event.resigns) json["resigns"] = true;
    if (event.expired) json["expired"] = true;
    return json;
  }

  Json operator()(const ForgetEvent&) const { return {{"kind", "forget"}}; }
};

}  // namespace

Json event_to_json(const SyncEvent& event) { return std::visit(Encoder{}, event); }

}  // namespace tablattice
