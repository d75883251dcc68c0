#include "core/message.hpp"

#include <utility>

#include "core/event_reader.hpp"
#include "core/rows_message.hpp"

namespace tablattice {
namespace {

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
  message.at_ms = static_cast<std::int64_t>(reader.count("at", safe_integer_max));
  if (!reader.member("events").is_array()) reader.refuse("events", "an array");
  if (!reader.status().ok()) return reader.status();
  return message;
}

}  // namespace

std::vector<RowsEvent> split_rows(RowsEvent event) {
  RowsEvent part = event;
  part.from = part.to = nullptr;
  part.rows.clear();
  part.gone.clear();
  part.mutations.clear();
  part.complete = false;
  std::vector<RowsEvent> parts = {part};
  std::size_t bytes = 0;
  for (std::size_t index = 0; index < event.rows.size(); ++index) {
    const std::string_view row = event.rows.text(index);
    if (parts.back().rows.size() == event_rows_max || (bytes > 0 && bytes + row.size() > message_bytes_wanted)) {
      parts.push_back(part);
      bytes = 0;
    }
    parts.back().rows.add_text(row);
    bytes += row.size();
  }
  std::size_t place = 0;
  for (GoneKey& gone : event.gone) {
    if (parts[place].gone.size() == event_rows_max && ++place == parts.size()) parts.push_back(part);
    parts[place].gone.push_back(std::move(gone));
  }
  const bool whole = parts.size() == 1 && event.mutations.size() <= event_names_max;
  if (whole) {
    parts.front().from = std::move(event.from);
    parts.front().to = std::move(event.to);
    parts.front().mutations = std::move(event.mutations);
  }
  parts.back().complete = event.complete;
  parts.back().hash = event.hash;
  return parts;
}

std::string encode_message(const Message& message) {
  std::vector<std::string> events;
  for (const SyncEvent& event : message.events) events.push_back(event_text(event));
  return encode_message(message, events);
}

std::string encode_message(const Message& head, const std::vector<std::string>& events) {
  constexpr std::size_t head_bytes = 200;
  std::size_t bytes = head_bytes;
  for (const std::string& event : events) bytes += event.size() + 1;
  std::string text;
  text.reserve(bytes);
  text.append(R"({"at":)").append(std::to_string(head.at_ms)).append(R"(,"events":[)");
  for (const std::string& event : events) text.append(&event == events.data() ? "" : ",").append(event);
  text.append(R"(],"from":)").append(dump_json(head.from)).append(R"(,"life":)").append(std::to_string(head.life));
  text.append(R"(,"n":)").append(std::to_string(head.n)).append(R"(,"p":)").append(std::to_string(protocol_version));
  return text += '}';
}

Result<Message> decode_message(std::string_view text) {
  RowOpenings none;
  return decode_message(text, none);
}

Result<Message> decode_message(std::string_view text, RowOpenings& openings) {
  if (text.size() > message_bytes_max) {
    return problem("message_too_long",
                   "A message of " + std::to_string(text.size()) + " bytes is over the bound of " +
                       std::to_string(message_bytes_max) + ".",
                   "message");
  }
  if (auto rows = read_rows_message(text, openings)) return *std::move(rows);
  const Result<Json> json = parse_json(text, "message");
  if (!json.ok()) return json.status;
  Result<Message> message = read_envelope(json.value);
  if (!message.ok()) return message;
  std::size_t index = 0;
  for (const Json& item : json.value["events"]) {
    Result<SyncEvent> event = event_from_json(item, "message/events/" + std::to_string(index++));
    if (!event.ok()) return event.status;
    message.value.events.push_back(std::move(event.value));
  }
  return message;
}

}  // namespace tablattice
