// Reads the members of one sync event's JSON.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/event.hpp"

namespace tablattice {

// Remembers the first member that is wrong, so that those who read an event stay straight lines.
class EventReader {
 public:
  EventReader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  const std::string& text(const char* name) {
    if (!member(name).is_string()) refuse(name, "a string");
    return text_member(json_, name);
  }

  std::string key(const char* name) { return good(key_text(member(name), {}), name); }

  Stamp stamp(const char* name = "stamp") { return good(Stamp::from_json(member(name), {}), name); }

  // The default stamp where it is missing.
  Stamp stamp_or_none(const char* name) { return member(name).is_null() ? Stamp() : stamp(name); }

  MutationName name() {
    Result<MutationName> name = MutationName::from_text(text("name"));
    if (!name.ok()) note(std::move(name.status));
    return std::move(name.value);
  }

  const Json& member(const char* name) const { return json_[name]; }

  // An array of at most `limit` items; empty where it is missing.
  const Json& array(const char* name, std::size_t limit = event_rows_max) {
    static const Json empty = Json::array();
    const Json& value = member(name);
    if (value.is_null()) return empty;
    const bool good = value.is_array() && value.size() <= limit;
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

  // The place of a word in the list of those that may stand there.
  template <std::size_t count>
  std::size_t word(const char* name, const std::array<const char*, count>& words) {
    const std::string& given = text(name);
    for (std::size_t index = 0; index < count; ++index) {
      if (given == words[index]) return index;
    }
    refuse(name, "a word that is known here");
    return 0;
  }

  // 16 hexadecimal digits.
  std::uint64_t hash(const char* name) {
    const auto hash = number_from(text(name), 16);
    if (!hash) refuse(name, "16 hexadecimal digits");
    return hash.value_or(0);
  }

  // What so many hexadecimal digits amount to.
  static std::optional<std::uint64_t> number_from(std::string_view digits, std::size_t count) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    const bool good = digits.size() == count && error == std::errc() && end == digits.data() + digits.size();
    return good ? std::optional(number) : std::nullopt;
  }

  Marks marks(const char* name) { return good(marks_from_json(member(name), {}), name); }

  std::vector<MutationName> names(const char* name) {
    std::vector<MutationName> names;
    for (const Json& text : array(name, event_names_max)) {
      Result<MutationName> read = MutationName::from_text(text.is_string() ? text.get<std::string>() : "");
      if (!read.ok()) note(read.status);
      names.push_back(std::move(read.value));
    }
    return names;
  }

  // An object's members; none, and a refusal, where it is no object.
  const Json& object(const char* name) {
    static const Json empty = Json::object();
    const Json& value = member(name);
    if (!value.is_object()) refuse(name, "an object");
    return value.is_object() ? value : empty;
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
  // What was read of a member, without a word of where; that is put in front where it is refused.
  template <typename Value>
  Value good(Result<Value> read, const char* name) {
    if (!read.ok()) {
      read.status.where = where_ + "/" + name + read.status.where;
      note(std::move(read.status));
    }
    return std::move(read.value);
  }

  const Json& json_;
  std::string where_;
  Status status_;
};

}  // namespace tablattice
