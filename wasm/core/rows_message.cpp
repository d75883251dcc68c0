#include "core/rows_message.hpp"

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "core/event_reader.hpp"
#include "core/hex.hpp"
#include "core/json_items.hpp"
#include "core/json_scanner.hpp"

namespace tablattice {
namespace {

constexpr std::string_view message_end = R"(,"p":1})";
static_assert(protocol_version == 1, "a message's end names the version that this reads");
constexpr std::size_t event_depth = 3;  // how many values enclose a member of an event

// Each goes on behind what it has read; false where something else stands there.
class RowsMessageReader : JsonScanner {
 public:
  RowsMessageReader(std::string_view text, RowOpenings& openings) : JsonScanner(text), openings_(openings) {}

  bool read(Message& message) {
    std::uint64_t at_ms = 0;
    if (!take(R"({"at":)") || !read_count(at_ms) || !take(R"(,"events":[)")) return false;
    message.at_ms = static_cast<std::int64_t>(at_ms);
    do {
      if (!read_event(std::get<RowsEvent>(message.events.emplace_back(RowsEvent())))) return false;
    } while (take(','));
    return take(R"(],"from":)") && read_text(message.from) && take(R"(,"life":)") && read_count(message.life) &&
           take(R"(,"n":)") && read_count(message.n) && take(message_end) && at_end();
  }

 private:
  bool read_event(RowsEvent& event) {
    if (!take(R"({"collection":)") || !read_text(event.collection)) return false;
    event.complete = take(R"(,"complete":)");
    if (event.complete && !read_hash(event.hash)) return false;
    if (take(R"(,"from":)") && !read_cursor(event.from)) return false;
    if (!take(R"(,"gone":[)") || !read_gone(event) || !take(R"(,"kind":"rows","rows":[)")) return false;
    if (!take(']') && (!event.rows.take_elements(*this, event_depth + 1, openings_) || !take(']'))) return false;
    if (event.rows.size() > event_rows_max || !take(R"(,"stamp":)") || !read_stamp(event.stamp)) return false;
    if (take(R"(,"to":)") && !read_cursor(event.to)) return false;
    return take('}');
  }

  // What stands between the quotes of a text in which every byte stands for itself.
  bool read_plain(std::string_view& text) {
    if (!take('"')) return false;
    text = skip_plain();
    return take('"');
  }

  bool read_text(std::string& text) {
    std::string_view plain;
    if (!read_plain(plain) || plain.empty()) return false;
    text = plain;
    return true;
  }

  // So few digits amount to less than 2^53.
  bool read_count(std::uint64_t& count) {
    constexpr std::size_t digits_max = 15;
    const std::string_view digits = skip_digits();
    for (const char digit : digits) count = count * 10 + static_cast<std::uint64_t>(digit - '0');
    return !digits.empty() && digits.size() <= digits_max && (digits.front() != '0' || digits.size() == 1);
  }

  bool read_hash(std::uint64_t& hash) {
    std::string_view digits;
    if (!read_plain(digits)) return false;
    const auto number = EventReader::number_from(digits, 16);
    hash = number.value_or(0);
    return number.has_value();
  }

  bool read_stamp(Stamp& stamp) {
    std::uint64_t ms = 0;
    std::uint64_t counter = 0;
    std::string_view client;
    if (!take('[') || !read_count(ms) || !take(',') || !read_count(counter) || !take(',') || !read_plain(client))
      return false;
    stamp = {static_cast<std::int64_t>(ms), static_cast<std::uint32_t>(counter), client};
    return counter <= std::numeric_limits<std::uint32_t>::max() && !client.empty() && take(']');
  }

  // Whatever value stands here.
  bool read_value(Json& value, std::size_t depth) {
    const std::size_t begin = place();
    bool canonical = true;
    if (!skip_value(depth, canonical) || !canonical) return false;
    value = Json::parse(since(begin));
    return true;
  }

  bool read_cursor(Json& cursor) {
    return read_value(cursor, event_depth) && (cursor.is_string() || cursor.is_number());
  }

  // The keys that are gone, up to the end of their array.
  bool read_gone(RowsEvent& event) {
    if (take(']')) return true;
    do {
      GoneKey& gone = event.gone.emplace_back();
      Json key;
      if (!take(R"({"key":)") || !read_value(key, event_depth + 2)) return false;
      Result<std::string> text = key_text(key, {});
      if (!text.ok()) return false;
      gone.key = std::move(text.value);
      gone.new_life = take(R"(,"newLife":true)");
      if (take(R"(,"version":)") && !read_value(gone.version, event_depth + 2)) return false;
      if (!take('}')) return false;
    } while (take(','));
    return event.gone.size() <= event_rows_max && take(']');
  }

  RowOpenings& openings_;
};

std::string gone_text(const GoneKey& gone) {
  std::string text = R"({"key":)" + gone.key;
  if (gone.new_life) text += R"(,"newLife":true)";
  if (!gone.version.is_null()) text += R"(,"version":)" + dump_json(gone.version);
  return text + "}";
}

std::string name_text(const MutationName& name) { return dump_json(name.text()); }

template <typename Value>
std::string array_text(const std::vector<Value>& values, std::string (*text_of)(const Value&)) {
  std::string text = "[";
  for (const Value& value : values) {
    begin_item(text);
    text += text_of(value);
  }
  return text + "]";
}

}  // namespace

std::string rows_event_text(const RowsEvent& event) {
  std::string text = R"({"collection":)" + dump_json(event.collection);
  if (event.complete) text += R"(,"complete":)" + dump_json(hash_text(event.hash));
  if (!event.from.is_null()) text += R"(,"from":)" + dump_json(event.from);
  text += R"(,"gone":)" + array_text(event.gone, gone_text) + R"(,"kind":"rows")";
  if (!event.mutations.empty()) text += R"(,"mutations":)" + array_text(event.mutations, name_text);
  text.append(R"(,"rows":[)").append(event.rows.elements()).append(R"(],"stamp":)");
  text += dump_json(event.stamp.to_json());
  if (!event.to.is_null()) text += R"(,"to":)" + dump_json(event.to);
  return text + "}";
}

std::optional<Message> read_rows_message(std::string_view text, RowOpenings& openings) {
  Message message;
  if (!RowsMessageReader(text, openings).read(message)) return std::nullopt;
  return message;
}

}  // namespace tablattice
