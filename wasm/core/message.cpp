#include "core/message.hpp"

#include <array>
#include <limits>
#include <utility>

namespace tablattice {
namespace {

constexpr std::array<const char*, 3> outcome_words = {"acked", "rejected", "unknown"};

Json names_to_json(const std::vector<MutationName>& names) {
  Json list = Json::array();
  for (const MutationName& name : names) list.push_back(name.text());
  return list;
}

void set_unless_null(Json& object, const char* name, const Json& value) {
  if (!value.is_null()) object[name] = value;
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
    return json;
  }

  Json operator()(const AliasEvent& event) const {
    return {{"kind", "alias"},
            {"collection", event.collection},
            {"temporaryKey", key_json(event.temporary_key)},
            {"key", key_json(event.key)}};
  }

  Json operator()(const ForgetEvent&) const { return {{"kind", "forget"}}; }
};

// Reads one event's members and remembers the first that is wrong, so that the readers below stay straight lines.
class EventReader {
 public:
  EventReader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  std::string text(const char* name) {
    auto value = string_member(json_, name);
    if (!value) refuse(name, "a string");
    return value.value_or(std::string());
  }

  std::string key(const char* name) {
    Result<std::string> key = key_text(member(name), where_ + "/" + name);
    if (!key.ok()) note(key.status);
    return key.value;
  }

  Stamp stamp() {
    Result<Stamp> stamp = Stamp::from_json(member("stamp"), where_ + "/stamp");
    if (!stamp.ok()) note(stamp.status);
    return stamp.value;
  }

  MutationName name() {
    Result<MutationName> name = MutationName::from_text(text("name"));
    if (!name.ok()) note(name.status);
    return name.value;
  }

  const Json& member(const char* name) const {
    static const Json null;
    const auto found = json_.find(name);
    return found == json_.end() ? null : *found;
  }

  // An array of at most event_rows_max items; empty where it is missing.
  const Json& array(const char* name) {
    static const Json empty = Json::array();
    const Json& value = member(name);
    if (value.is_null()) return empty;
    const bool good = value.is_array() && value.size() <= event_rows_max;
    if (!good) refuse(name, "an array that is not too long");
    return good ? value : empty;
  }

  // A feed's mark, as the backend gave it; null where it is missing.
  const Json& cursor(const char* name) {
    const Json& value = member(name);
    if (!value.is_null() && !value.is_string() && !value.is_number()) refuse(name, "a cursor, a string or a number");
    return value;
  }

  std::uint64_t count(const char* name, std::uint64_t limit) {
    const auto number = whole_number(member(name), limit);
    if (!number) refuse(name, "a count");
    return number.value_or(0);
  }

  bool flag(const char* name) {
    const Json& value = member(name);
    if (!value.is_null() && !value.is_boolean()) refuse(name, "a boolean");
    return value.is_boolean() && value.get<bool>();
  }

  void object_or_null(const char* name) {
    if (!member(name).is_null() && !member(name).is_object()) refuse(name, "an object");
  }

  void refuse(const char* name, const char* expected) {
    note(problem("message_invalid", std::string("A sync event's member must be ") + expected + ".",
                 where_ + "/" + name));
  }
  void note(Status status) {
    if (status_.ok()) status_ = std::move(status);
  }
  [[nodiscard]] const Status& status() const { return status_; }
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  const Json& json_;
  std::string where_;
  Status status_;
};

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
  return event;
}

OutcomeEvent read_outcome(EventReader& reader) {
  OutcomeEvent event;
  const std::string word = reader.text("outcome");
  bool known = false;
  for (std::size_t index = 0; index < outcome_words.size(); ++index) {
    if (word != outcome_words[index]) continue;
    event.kind = static_cast<OutcomeEvent::Kind>(index);
    known = true;
  }
  if (!known) reader.refuse("outcome", "acked, rejected or unknown");
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
  for (const Json& row : reader.array("rows")) event.rows.push_back(row);
  for (const Json& gone : reader.array("gone")) event.gone.push_back(read_gone(gone, reader));
  event.from = reader.cursor("from");
  event.to = reader.cursor("to");
  for (const Json& text : reader.array("mutations")) {
    if (!text.is_string()) {
      reader.refuse("mutations", "an array of strings");
      break;
    }
    Result<MutationName> name = MutationName::from_text(text.get<std::string>());
    if (!name.ok()) reader.note(name.status);
    event.mutations.push_back(std::move(name.value));
  }
  return event;
}

Result<SyncEvent> read_event(const Json& json, const std::string& where) {
  if (!json.is_object()) return problem("message_invalid", "A sync event must be an object.", where);
  EventReader reader(json, where);
  const std::string kind = reader.text("kind");
  SyncEvent event = ForgetEvent{};
  if (kind == "mutation") {
    event = read_mutation(reader);
  } else if (kind == "outcome") {
    event = read_outcome(reader);
  } else if (kind == "rows") {
    event = read_rows(reader);
  } else if (kind == "alias") {
    event = AliasEvent{reader.text("collection"), reader.key("temporaryKey"), reader.key("key")};
  } else if (kind != "forget") {
    return problem("message_invalid", "A sync event of this kind is not known.", where + "/kind");
  }
  if (!reader.status().ok()) return reader.status();
  return event;
}

Result<Message> read_envelope(const Json& json) {
  if (!json.is_object()) return problem("message_invalid", "A message must be a JSON object.", "message");
  EventReader reader(json, "message");
  const std::uint64_t protocol = reader.count("p", safe_integer_max);
  if (reader.status().ok() && protocol > protocol_version) {
    return problem("message_newer", "Another tab runs a newer version of the application; reload this one.",
                   "message/p");
  }
  if (protocol == 0) reader.refuse("p", "the protocol version");
  Message message;
  message.from = reader.text("from");
  if (message.from.empty()) reader.refuse("from", "the sending client");
  message.life = reader.count("life", safe_integer_max);
  message.n = reader.count("n", safe_integer_max);
  if (!reader.member("events").is_array()) reader.refuse("events", "an array");
  if (!reader.status().ok()) return reader.status();
  return message;
}

}  // namespace

OutcomeEvent outcome_event(const Mutation& mutation, OutcomeEvent::Kind kind, const Stamp& stamp) {
  OutcomeEvent event;
  event.kind = kind;
  event.name = mutation.name;
  event.collection = mutation.collection;
  event.key = mutation.key;
  event.stamp = stamp;
  return event;
}

std::vector<RowsEvent> split_rows(RowsEvent event) {
  RowsEvent part = event;
  part.from = part.to = nullptr;
  part.rows.clear();
  part.gone.clear();
  part.mutations.clear();
  std::vector<RowsEvent> parts = {part};
  std::size_t bytes = 0;
  for (const Json& row : event.rows) {
    const std::size_t row_bytes = dump_json(row).size();
    if (parts.back().rows.size() == event_rows_max || (bytes > 0 && bytes + row_bytes > message_bytes_wanted)) {
      parts.push_back(part);
      bytes = 0;
    }
    parts.back().rows.push_back(row);
    bytes += row_bytes;
  }
  std::size_t place = 0;
  for (GoneKey& gone : event.gone) {
    if (parts[place].gone.size() == event_rows_max && ++place == parts.size()) parts.push_back(part);
    parts[place].gone.push_back(std::move(gone));
  }
  const bool whole = parts.size() == 1 && event.mutations.size() <= event_rows_max;
  if (whole) {
    parts.front().from = std::move(event.from);
    parts.front().to = std::move(event.to);
    parts.front().mutations = std::move(event.mutations);
  }
  return parts;
}

Json event_to_json(const SyncEvent& event) { return std::visit(Encoder{}, event); }

std::string encode_message(const Message& message) {
  Json events = Json::array();
  for (const SyncEvent& event : message.events) events.push_back(event_to_json(event));
  return dump_json({{"p", protocol_version},
                    {"from", message.from},
                    {"life", message.life},
                    {"n", message.n},
                    {"events", std::move(events)}});
}

Result<Message> decode_message(std::string_view text) {
  if (text.size() > message_bytes_max) {
    return problem("message_too_long",
                   "A message of " + std::to_string(text.size()) + " bytes is over the bound of " +
                       std::to_string(message_bytes_max) + ".",
                   "message");
  }
  Result<Json> json = parse_json(text, "message");
  if (!json.ok()) return json.status;
  Result<Message> message = read_envelope(json.value);
  if (!message.ok()) return message;
  std::size_t index = 0;
  for (const Json& item : json.value["events"]) {
    Result<SyncEvent> event = read_event(item, "message/events/" + std::to_string(index++));
    if (!event.ok()) return event.status;
    message.value.events.push_back(std::move(event.value));
  }
  return message;
}

}  // namespace tablattice
