// Reads a JSON text (RFC 8259) in one pass. The depth is bounded, so its recursion is.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/json.hpp"
#include "core/json_syntax.hpp"
#include "core/real_text.hpp"
#include "core/status.hpp"
#include "core/text_compare.hpp"
#include "core/utf8.hpp"

namespace tablattice {

namespace {

// How much of a member's name a message repeats.
constexpr std::size_t name_bytes_max = 64;

// Members of so few are put in order once all are read; of more, each as it is read.
constexpr std::size_t few_members = 16;

// At most so few. Each is moved once.
void sort_few(Json::Members& members) {
  std::array<JsonMember*, few_members> order{};
  for (std::size_t index = 0; index < members.size(); ++index) {
    std::size_t place = index;
    for (; place > 0 && members[index].name < order[place - 1]->name; --place) order[place] = order[place - 1];
    order[place] = &members[index];
  }
  Json::Members sorted;
  sorted.reserve(members.size());
  for (std::size_t index = 0; index < members.size(); ++index) sorted.push_back(std::move(*order[index]));
  members = std::move(sorted);
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

class Parser {
 public:
  Parser(std::string_view text, std::string_view where) : text_(text), where_(where) {}

  Result<Json> read() {
    Json value;
    if (!read_value(value, 0) || !read_end()) return std::move(status_);
    return value;
  }

 private:
  // Zero at the end of the text, and for a zero byte, which no JSON text holds either.
  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool refuse(const char* code, std::string message, std::size_t byte) {
    std::string place = where_.empty() ? std::string() : std::string(where_) + " ";
    status_ = problem(code, std::move(message), place + "byte " + std::to_string(byte));
    return false;
  }

  bool malformed(const char* reason) {
    const char* found = at_ < text_.size() ? "" : " The text ends there.";
    return refuse("json_invalid", std::string("The text is not JSON: ") + reason + "." + found, at_);
  }

  void skip_space() {
    while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t') ++at_;
  }

  bool read_end() {
    skip_space();
    return at_ == text_.size() || malformed("something follows its end");
  }

  bool read_value(Json& value, std::size_t depth) {
    skip_space();
    switch (here()) {
      case '{':
        return enter(depth) && read_object(value, depth + 1);
      case '[':
        return enter(depth) && read_array(value, depth + 1);
      case '"':
        return read_string(value);
      case 't':
        return read_word("true", true, value);
      case 'f':
        return read_word("false", false, value);
      case 'n':
        return read_word("null", nullptr, value);
      default:
        return read_number(value);
    }
  }

  bool enter(std::size_t depth) {
    if (depth == json_depth_max) {
      const auto levels = std::to_string(json_depth_max);
      return refuse("json_too_deep", "The text is nested deeper than " + levels + " levels.", at_);
    }
    ++at_;
    skip_space();
    return true;
  }

  bool read_object(Json& object, std::size_t depth) {
    constexpr std::size_t usual_members = 12;
    bool in_order = true;
    object = Json::object();
    if (take('}')) return true;
    object.members().reserve(usual_members);
    while (true) {
      Json* value = nullptr;
      if (!read_name(object, in_order, value) || !read_value(*value, depth)) return false;
      skip_space();
      if (take('}')) {
        if (!in_order) sort_few(object.members());
        return true;
      }
      if (!take(',')) return malformed("a comma or the end of an object is missing");
      skip_space();
    }
  }

  bool read_name(Json& object, bool& in_order, Json*& value) {
    if (here() != '"') return malformed("a member's name is missing");
    std::string memory;
    std::string_view name;
    if (!read_text(memory, name)) return false;
    value = add_member(object, in_order, name);
    if (value == nullptr) {
      const std::string shown(name.substr(0, name_bytes_max));
      return refuse("json_duplicate_key", "An object names the member \"" + shown + "\" twice.", at_);
    }
    skip_space();
    return take(':') || malformed("a colon is missing");
  }

  // Null where there is one of that name.
  static Json* add_member(Json& object, bool& in_order, std::string_view name) {
    Json::Members& all = object.members();
    if (all.size() >= few_members) {
      if (!std::exchange(in_order, true)) sort_few(all);
      const auto [place, added] = object.try_emplace(name);
      return added ? place : nullptr;
    }
    in_order = in_order && (all.empty() || name.compare(all.back().name) > 0);
    const auto same = [name](const JsonMember& member) { return same_text(member.name, name); };
    if (!in_order && std::any_of(all.begin(), all.end(), same)) return nullptr;
    all.push_back({std::string(name), {}});
    return &all.back().value;
  }

  bool read_array(Json& array, std::size_t depth) {
    array = Json::array();
    if (take(']')) return true;
    while (true) {
      Json& element = array.elements().emplace_back();
      if (!read_value(element, depth)) return false;
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return malformed("a comma or the end of an array is missing");
    }
  }

  bool take(char byte) {
    if (at_ == text_.size() || text_[at_] != byte) return false;
    ++at_;
    return true;
  }

  bool read_word(std::string_view word, Json meaning, Json& value) {
    for (const char letter : word) {
      if (!take(letter)) return malformed("a value is missing");
    }
    value = std::move(meaning);
    return true;
  }

  bool read_string(Json& value) {
    std::string memory;
    std::string_view text;
    if (!read_text(memory, text)) return false;
    value = memory.empty() ? Json(text) : Json(std::move(memory));
    return true;
  }

  // Where it stands in the source as it is, that is what is given; else what is made of it, in `memory`.
  bool read_text(std::string& memory, std::string_view& text) {
    const std::size_t from = at_ + 1;
    const std::size_t until = plain_until(text_, from);
    if (until < text_.size() && text_[until] == '"') {
      text = text_.substr(from, until - from);
      at_ = until + 1;
      return true;
    }
    const bool good = read_text(memory);
    text = memory;
    return good;
  }

  bool read_text(std::string& text) {
    ++at_;
    while (true) {
      copy_plain(text);
      if (take('"')) return true;
      if (here() == '\\') {
        if (!read_escape(text)) return false;
      } else if (static_cast<unsigned char>(here()) < 0x80) {
        return malformed("a text has no end, or a control character in it");
      } else if (const std::size_t bytes = utf8_bytes(text_.substr(at_)); bytes != 0) {
        text.append(text_, at_, bytes);
        at_ += bytes;
      } else {
        return malformed("a text is not UTF-8");
      }
    }
  }

  void copy_plain(std::string& text) {
    const std::size_t from = at_;
    at_ = plain_until(text_, at_);
    text.append(text_, from, at_ - from);
  }

  bool read_escape(std::string& text) {
    ++at_;
    if (take('u')) return read_code_point(text);
    const auto letter = json_escape_letters.find(here());
    // A slash may be escaped, and need not be.
    if (letter == std::string_view::npos && here() != '/') return malformed("a backslash stands before what it cannot");
    text += here() == '/' ? '/' : json_escaped[letter];
    ++at_;
    return true;
  }

  // \uXXXX, two of them for what is beyond 16 bits (RFC 8259, section 7).
  bool read_code_point(std::string& text) {
    std::uint32_t code = 0;
    if (!read_hex(code)) return false;
    if (code >= 0xDC00 && code < 0xE000) return malformed("the second half of a surrogate pair stands alone");
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (!take('\\') || !take('u')) return malformed("the first half of a surrogate pair stands alone");
      if (!read_hex(low)) return false;
      if (low < 0xDC00 || low >= 0xE000) return malformed("the first half of a surrogate pair stands alone");
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(text, code);
    return true;
  }

  bool read_hex(std::uint32_t& code) {
    for (int digit = 0; digit < 4; ++digit) {
      const char byte = here();
      const char small = static_cast<char>(byte | 0x20);
      if (is_digit(byte)) {
        code = code * 16 + static_cast<std::uint32_t>(byte - '0');
      } else if (small >= 'a' && small <= 'f') {
        code = code * 16 + static_cast<std::uint32_t>(small - 'a' + 10);
      } else {
        return malformed("four hexadecimal digits are missing");
      }
      ++at_;
    }
    return true;
  }

  bool read_number(Json& value) {
    const std::size_t from = at_;
    const bool negative = take('-');
    if (!is_digit(here())) return malformed("a value is missing");
    std::uint64_t whole = 0;
    const bool exact = read_whole(whole);
    if (here() != '.' && here() != 'e' && here() != 'E' && exact) {
      if (!negative) return value = whole, true;
      if (whole <= std::uint64_t{1} << 63U) return value = static_cast<std::int64_t>(0 - whole), true;
    }
    return skip_fraction() && skip_exponent() && read_real(from, value);
  }

  // The digits before the point: a zero, or digits that begin with none. False where 64 bits do not hold them.
  bool read_whole(std::uint64_t& whole) {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    if (take('0')) return true;
    bool exact = true;
    for (; is_digit(here()); ++at_) {
      const auto digit = static_cast<std::uint64_t>(here() - '0');
      exact = exact && whole <= (largest - digit) / 10;
      whole = whole * 10 + digit;
    }
    return exact;
  }

  bool skip_digits() {
    if (!is_digit(here())) return malformed("a digit is missing");
    while (is_digit(here())) ++at_;
    return true;
  }

  bool skip_fraction() { return !take('.') || skip_digits(); }

  bool skip_exponent() {
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return skip_digits();
  }

  bool read_real(std::size_t from, Json& value) {
    const double number = real_from_text(text_.substr(from, at_ - from));
    if (!std::isfinite(number)) return malformed("a number is beyond what a double holds");
    value = number;
    return true;
  }

  std::string_view text_;
  std::string_view where_;
  std::size_t at_ = 0;
  Status status_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view where) { return Parser(text, where).read(); }

Json Json::parse(std::string_view text) { return parse_json(text).value; }

}  // namespace tablattice
