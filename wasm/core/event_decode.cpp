// The half of the event codec that reads.
#include <limits>
#include <utility>

#include "core/event.hpp"
#include "core/event_reader.hpp"
#include "core/event_words.hpp"

namespace tablattice {
namespace {

MutationEvent read_mutation(EventReader& reader) {
  MutationEvent event;
  Mutation& mutation = event.mutation;
  mutation.name = reader.name();
  mutation.stamp = reader.stamp();
  mutation.collection = reader.text("collection");
  mutation.key = reader.key("key");
  const auto operation = operation_from_word(reader.text("op"));
  if (!operation) reader.refuse("op", "create, update or delete");
  mutation.operation = operation.value_or(Operation::update);
  mutation.payload = reader.member("payload");
  if (mutation.operation != Operation::remove && !mutation.payload.is_object()) reader.refuse("payload", "an object");
  event.stored = reader.flag("stored");
  if (!reader.member("attempts").is_null())
    event.attempts = static_cast<unsigned>(reader.count("attempts", std::numeric_limits<unsigned>::max()));
  if (!reader.member("ifMatch").is_null()) event.if_match = reader.text("ifMatch");
  reader.object_or_null("problem");
  event.problem = reader.member("problem");
  event.unknown_at = reader.stamp_or_none("unknownAt");
  if (!reader.member("owner").is_null()) event.owner = reader.text("owner");
  return event;
}

OutcomeEvent read_outcome(EventReader& reader) {
  OutcomeEvent event;
  event.kind = static_cast<OutcomeEvent::Kind>(reader.word("outcome", outcome_words));
  event.name = reader.name();
  event.collection = reader.text("collection");
  event.key = reader.key("key");
  event.stamp = reader.stamp();
  reader.object_or_null("row");
  event.row = reader.member("row");
  event.tombstone_version = reader.member("tombstoneVersion");
  reader.object_or_null("problem");
  event.problem = reader.member("problem");
  return event;
}

GoneKey read_gone(const Json& json, EventReader& parent) {
  GoneKey gone;
  if (!json.is_object()) {
    parent.refuse("gone", "an array of objects");
    return gone;
  }
  EventReader reader(json, parent.where() + "/gone");
  gone.key = reader.key("key");
  gone.version = reader.member("version");
  gone.new_life = reader.flag("newLife");
  parent.note(reader.status());
  return gone;
}

RowsEvent read_rows(EventReader& reader) {
  RowsEvent event;
  event.collection = reader.text("collection");
  event.stamp = reader.stamp();
  for (const Json& row : reader.array("rows")) event.rows.add(row);
  for (const Json& gone : reader.array("gone")) event.gone.push_back(read_gone(gone, reader));
  event.from = reader.cursor("from");
  event.to = reader.cursor("to");
  event.mutations = reader.names("mutations");
  event.complete = !reader.member("complete").is_null();
  if (event.complete) event.hash = reader.hash("complete");
  return event;
}

AskEvent read_ask(EventReader& reader) {
  AskEvent event;
  event.wish = static_cast<AskEvent::Wish>(reader.word("wish", ask_words));
  event.stamp = reader.stamp();
  if (event.wish == AskEvent::Wish::read) event.collection = reader.text("collection");
  return event;
}

// Two for its number, 16 for its hash.
constexpr std::size_t bucket_digits = 18;

Buckets read_buckets(EventReader& reader) {
  Buckets buckets{};
  if (reader.member("buckets").is_null()) return buckets;
  const std::string digits = reader.text("buckets");
  const bool whole = digits.size() % bucket_digits == 0;
  if (!whole) reader.refuse("buckets", "18 hexadecimal digits for each bucket that holds rows");
  std::uint64_t next = 0;
  for (std::size_t at = 0; at < digits.size() && reader.status().ok(); at += bucket_digits) {
    const auto bucket = EventReader::number_from(std::string_view(digits).substr(at, 2), 2);
    const auto hash = EventReader::number_from(std::string_view(digits).substr(at + 2, 16), 16);
    if (!bucket || !hash || *bucket < next)
      reader.refuse("buckets", "buckets in order, 2 and 16 hexadecimal digits each");
    buckets[bucket.value_or(0)] = hash.value_or(0);
    next = bucket.value_or(0) + 1;
  }
  return buckets;
}

Holding read_holding(EventReader& reader) {
  Holding holding;
  holding.complete = !reader.member("complete").is_null();
  holding.complete_at = reader.stamp_or_none("complete");
  holding.cursor = reader.cursor("cursor");
  if (!reader.member("fetchedAt").is_null())
    holding.fetched_at_ms = static_cast<std::int64_t>(reader.count("fetchedAt", safe_integer_max));
  holding.buckets = read_buckets(reader);
  holding.unsettled = reader.names("unsettled");
  return holding;
}

// Each member of an object of collections, read by `read`.
template <typename Value>
std::map<std::string, Value> read_collections(EventReader& parent, Value (*read)(EventReader&)) {
  std::map<std::string, Value> values;
  for (const auto& [name, json] : parent.object("collections").items()) {
    EventReader reader(json, parent.where() + "/collections/" + name);
    if (json.is_object()) {
      values[name] = read(reader);
      parent.note(reader.status());
    } else {
      parent.refuse("collections", "an object of objects");
    }
  }
  return values;
}

HelloEvent read_hello(EventReader& reader) {
  HelloEvent event;
  if (!reader.member("to").is_null()) event.to = reader.text("to");
  event.id = reader.count("id", safe_integer_max);
  event.asks = reader.flag("asks");
  event.marks = reader.marks("heard");
  event.collections = read_collections(reader, read_holding);
  return event;
}

// [version, stamp, row or null]
void read_fact(const Json& json, EventReader& parent, RowRecord& record) {
  const bool good = json.is_array() && json.size() == 3 && (json[2].is_object() || json[2].is_null());
  const auto version = good && !json[0].is_null() ? Version::from_json(json[0]) : Version();
  if (!good || !version) return parent.refuse("facts", "[version, stamp, row or null]");
  Result<Stamp> stamp = Stamp::from_json(json[1], parent.where() + "/facts");
  if (!stamp.ok()) return parent.note(stamp.status);
  RowFact fact;
  fact.version = *version;
  fact.stamp = std::move(stamp.value);
  if (json[2].is_object()) fact.text = dump_json(json[2]);
  fact.hash = fact.tombstone() ? 0 : row_hash(record.key, fact.text);
  record.state.join_fact(std::move(fact));
}

// [name, stamp, key]
void read_answer(const Json& json, EventReader& parent, RowRecord& record) {
  if (!json.is_array() || json.size() != 3 || !json[0].is_string())
    return parent.refuse("answers", "[name, stamp, key]");
  const Result<MutationName> name = MutationName::from_text(json[0].get<std::string>());
  const Result<Stamp> stamp = Stamp::from_json(json[1], parent.where() + "/answers");
  const Result<std::string> key = key_text(json[2], parent.where() + "/answers");
  for (const Status& status : {name.status, stamp.status, key.status}) {
    if (!status.ok()) return parent.note(status);
  }
  record.state.join_answered(name.value, {stamp.value, key.value});
}

RowRecord read_record(const Json& json, EventReader& parent) {
  RowRecord record;
  if (!json.is_object()) {
    parent.refuse("rows", "an array of objects");
    return record;
  }
  EventReader reader(json, parent.where() + "/rows");
  record.key = reader.key("key");
  const Stamp gone = reader.stamp_or_none("gone");
  const Stamp read_at = reader.stamp_or_none("read");
  if (!gone.empty()) record.state.join_gone(gone);
  if (!read_at.empty()) record.state.join_read(read_at);
  for (const Json& fact : reader.array("facts")) read_fact(fact, reader, record);
  for (const Json& answer : reader.array("answers")) read_answer(answer, reader, record);
  for (const Json& mutation : reader.array("mutations")) {
    EventReader own(mutation, reader.where() + "/mutations");
    if (mutation.is_object()) record.mutations.push_back(read_mutation(own));
    reader.note(mutation.is_object() ? own.status()
                                     : problem("message_invalid", "A mutation is an object.", own.where()));
  }
  parent.note(reader.status());
  return record;
}

StateEnd read_end(EventReader& reader) {
  StateEnd end;
  end.parts = reader.count("parts", safe_integer_max);
  end.marks = reader.marks("heard");
  Result<SettledNames> settled = SettledNames::from_json(reader.member("settled"));
  if (!settled.ok()) reader.note(settled.status);
  end.settled = std::move(settled.value);
  end.collections = read_collections(reader, read_holding);
  return end;
}

StateEvent read_state(EventReader& reader) {
  StateEvent event;
  event.to = reader.text("to");
  event.id = reader.count("id", safe_integer_max);
  event.back = reader.flag("back");
  if (!reader.member("collection").is_null()) event.collection = reader.text("collection");
  for (const Json& row : reader.array("rows")) event.rows.push_back(read_record(row, reader));
  for (const Json& pair : reader.array("aliases")) {
    const bool good = pair.is_array() && pair.size() == 2;
    const Result<std::string> temporary_key = key_text(good ? pair[0] : Json(), reader.where() + "/aliases");
    const Result<std::string> key = key_text(good ? pair[1] : Json(), reader.where() + "/aliases");
    reader.note(temporary_key.ok() ? key.status : temporary_key.status);
    event.aliases.emplace_back(temporary_key.value, key.value);
  }
  const bool rows_without_collection = event.collection.empty() && (!event.rows.empty() || !event.aliases.empty());
  if (rows_without_collection) reader.refuse("collection", "the name of a collection");
  if (reader.member("end").is_null()) return event;
  EventReader own(reader.object("end"), reader.where() + "/end");
  event.end = read_end(own);
  reader.note(own.status());
  return event;
}

Pulse read_pulse(EventReader& reader) {
  Pulse pulse;
  pulse.complete = reader.flag("complete");
  pulse.hash = reader.hash("hash");
  pulse.unsettled_hash = reader.hash("unsettled");
  if (!reader.member("fetchedAt").is_null())
    pulse.fetched_at_ms = static_cast<std::int64_t>(reader.count("fetchedAt", safe_integer_max));
  reader.object_or_null("error");
  pulse.error = reader.member("error");
  return pulse;
}

BeatEvent read_beat(EventReader& reader) {
  BeatEvent event;
  event.term = reader.count("term", safe_integer_max);
  event.stamp = reader.stamp();
  event.visible = reader.flag("visible");
  event.resigns = reader.flag("resigns");
  event.expired = reader.flag("expired");
  event.marks = reader.marks("heard");
  event.collections = read_collections(reader, read_pulse);
  return event;
}

SyncEvent read_kind(const std::string& kind, EventReader& reader) {
  if (kind == "mutation") return read_mutation(reader);
  if (kind == "outcome") return read_outcome(reader);
  if (kind == "rows") return read_rows(reader);
  if (kind == "alias") return AliasEvent{reader.text("collection"), reader.key("temporaryKey"), reader.key("key")};
  if (kind == "ask") return read_ask(reader);
  if (kind == "hello") return read_hello(reader);
  if (kind == "state") return read_state(reader);
  if (kind == "beat") return read_beat(reader);
  if (kind != "forget") reader.refuse("kind", "a kind of sync event that is known here");
  return ForgetEvent{};
}

}  // namespace

Result<SyncEvent> event_from_json(const Json& json, const std::string& where) {
  if (!json.is_object()) return problem("message_invalid", "A sync event must be an object.", where);
  EventReader reader(json, where);
  SyncEvent event = read_kind(reader.text("kind"), reader);
  if (!reader.status().ok()) return reader.status();
  return event;
}

}  // namespace tablattice
