#include "core/json.hpp"

#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "core/status.hpp"

namespace tablattice {

namespace {

// Walks the text and tells where the parser stands: nlohmann's SAX events carry no position.
class TrackedByte {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedByte(const char* byte, const char** reached) : byte_(byte), reached_(reached) {}

  reference operator*() const { return *byte_; }
  TrackedByte& operator++() {
    *reached_ = ++byte_;
    return *this;
  }
  TrackedByte operator++(int) {
    TrackedByte before = *this;
    ++*this;
    return before;
  }
  bool operator==(const TrackedByte& other) const { return byte_ == other.byte_; }
  bool operator!=(const TrackedByte& other) const { return byte_ != other.byte_; }

 private:
  const char* byte_;
  const char** reached_;
};

// "[json.exception.parse_error.101] parse error at line 1, column 2: …; last read: '…'" without the library's own marks
// and without the text that was read, which may be long, private and bad UTF-8.
std::string reason_of(std::string text) {
  constexpr std::size_t reason_bytes_max = 200;
  if (const auto mark = text.find("] "); mark != std::string::npos) text.erase(0, mark + 2);
  if (const auto read = text.find("; last read: "); read != std::string::npos) text.erase(read);
  if (text.size() > reason_bytes_max) text.erase(reason_bytes_max);
  return text;
}

// How much of a member's name a message repeats.
constexpr std::size_t name_bytes_max = 64;

// Builds the value from the parser's events and stops it at the first thing that is refused.
class Builder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  Builder(std::string_view text, std::string_view where) : reached_(text.data()), start_(text.data()), where_(where) {}

  // Where the parser stands; the iterators over the text keep it up to date.
  const char** reached() { return &reached_; }
  Result<Json> take() { return status_.ok() ? Result<Json>(std::move(root_)) : Result<Json>(std::move(status_)); }

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(number_integer_t value) { return put(value); }
  bool number_unsigned(number_unsigned_t value) { return put(value); }
  bool number_float(number_float_t value, const string_t&) { return put(value); }
  bool string(string_t& value) { return put(std::move(value)); }
  bool binary(binary_t&) { return refuse("json_invalid", "JSON text holds no binary values.", offset()); }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(string_t& name) {
    auto [member, added] = open_.back()->get_ref<Json::object_t&>().try_emplace(name);
    member_ = &member->second;
    return added || refuse("json_duplicate_key",
                           "An object names the member \"" + name.substr(0, name_bytes_max) + "\" twice.", offset());
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
    return refuse("json_invalid", "The text is not JSON: " + reason_of(error.what()) + ".", position - 1);
  }

  bool refuse(const char* code, std::string message, std::size_t byte) {
    std::string place = where_.empty() ? std::string() : std::string(where_) + " ";
    status_ = problem(code, std::move(message), place + "byte " + std::to_string(byte));
    return false;
  }

 private:
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(reached_ - start_); }

  Json* add(Json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    if (open_.back()->is_object()) return &(*member_ = std::move(value));
    auto& elements = open_.back()->get_ref<Json::array_t&>();
    elements.push_back(std::move(value));
    return &elements.back();
  }

  bool put(Json value) {
    add(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (open_.size() == json_depth_max) {
      const auto levels = std::to_string(json_depth_max);
      return refuse("json_too_deep", "The text is nested deeper than " + levels + " levels.", offset() - 1);
    }
    open_.push_back(add(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const char* reached_;
  const char* start_;
  std::string_view where_;
  Json root_;
  std::vector<Json*> open_;  // the objects and arrays around the parser's place, outermost first
  Json* member_ = nullptr;   // where the value of the last key goes
  Status status_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view where) {
  Builder builder(text, where);
  // The library takes a zero byte for the end of the text and would not look at what follows.
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    builder.refuse("json_invalid", "The text is not JSON: it holds a zero byte.", zero);
    return builder.take();
  }
  const char* end = text.data() + text.size();
  // The builder keeps the verdict; the library's own return value says no more.
  static_cast<void>(
      Json::sax_parse(TrackedByte(text.data(), builder.reached()), TrackedByte(end, builder.reached()), &builder));
  return builder.take();
}

std::string dump_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

void merge_patch(Json& target, const Json& patch) { target.merge_patch(patch); }

void assign_members(Json& target, const Json& changes) {
  if (target.is_object() && changes.is_object()) target.update(changes);
}

const Json* find_path(const Json& object, std::string_view dotted_path) {
  const Json* place = &object;
  while (true) {
    const auto dot = dotted_path.find('.');
    if (!place->is_object()) return nullptr;
    const auto member = place->find(dotted_path.substr(0, dot));
    if (member == place->end()) return nullptr;
    place = &*member;
    if (dot == std::string_view::npos) return place;
    dotted_path.remove_prefix(dot + 1);
  }
}

std::optional<std::string> string_member(const Json& object, const char* name) {
  if (!object.is_object()) return std::nullopt;
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

std::optional<std::uint64_t> whole_number(const Json& value, std::uint64_t limit) {
  if (!value.is_number_integer()) return std::nullopt;
  if (!value.is_number_unsigned() && value.get<std::int64_t>() < 0) return std::nullopt;
  const auto number = value.get<std::uint64_t>();
  return number <= limit ? std::optional(number) : std::nullopt;
}

void drop_engine_members(Json& object) {
  if (!object.is_object()) return;
  auto& members = object.get_ref<Json::object_t&>();
  std::erase_if(members, [](const auto& member) { return member.first.starts_with('$'); });
}

Result<std::string> key_text(const Json& key, std::string_view where) {
  if (key.is_string()) {
    if (key.get_ref<const std::string&>().empty())
      return problem("key_invalid", "A key is an empty text.", std::string(where));
    return dump_json(key);
  }
  if (!key.is_number()) return problem("key_invalid", "A key is neither a text nor a number.", std::string(where));
  const auto number = key.get<double>();
  const bool safe = key.is_number_unsigned() ? key.get<std::uint64_t>() <= std::uint64_t{safe_integer_max}
                                             : std::abs(number) <= static_cast<double>(safe_integer_max);
  if (!safe) return problem("key_invalid", "A key is a number beyond 2^53 - 1; send it as text.", std::string(where));
  // 17.0 and -0.0 are 17 and 0 to JavaScript, so they are the same keys here.
  if (std::trunc(number) == number) return std::to_string(static_cast<std::int64_t>(number));
  return dump_json(key);
}

}  // namespace tablattice
