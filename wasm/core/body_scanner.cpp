// Finds the rows of a body. What it accepts is JSON as parse_json() reads it; a value that is not written as dump_json()
// would write it makes its row one that is read the long way.
#include "core/body_rows.hpp"
#include "core/json_syntax.hpp"
#include "core/status.hpp"
#include "core/utf8.hpp"

namespace tablattice {
namespace {

constexpr std::size_t small_digits_max = 15;   // such numbers are kept exactly by whatever reads them
constexpr std::size_t row_bytes_max = 65'535;  // a longer row is read the long way

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// Whether dump_json() writes these digits of a number with a fraction as they stand.
bool is_short_decimal(std::string_view whole, std::string_view fraction) {
  constexpr std::size_t zeros_max = 3;
  if (whole.size() + fraction.size() > small_digits_max) return false;
  if (fraction == "0") return true;
  if (fraction.back() == '0') return false;
  return whole != "0" || fraction.find_first_not_of('0') <= zeros_max;
}

}  // namespace

bool BodyScanner::advance(std::size_t bytes) {
  const std::size_t until = bytes < text_.size() - at_ ? at_ + bytes : text_.size() + 1;
  if (text_.size() > ~std::uint32_t{0}) stage_ = Stage::failed;
  while (stage_ != Stage::done && stage_ != Stage::failed) {
    if (at_ >= until) return true;
    skip_space();
    if (stage_ == Stage::start) {
      stage_ = begin();
    } else if (stage_ == Stage::member) {
      stage_ = read_member();
    } else if (stage_ == Stage::rows) {
      stage_ = read_element();
    } else {
      stage_ = at_ == text_.size() ? Stage::done : Stage::failed;
    }
  }
  return false;
}

bool BodyScanner::take(char byte) {
  if (here() != byte || at_ == text_.size()) return false;
  ++at_;
  return true;
}

void BodyScanner::skip_space() {
  while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t') ++at_;
}

BodyScanner::Stage BodyScanner::begin() {
  bare_ = take('[');
  has_rows_ = bare_;
  depth_ = bare_ ? 1 : 2;
  if (bare_) return Stage::rows;
  members_ = Json::object();
  return take('{') ? Stage::member : Stage::failed;
}

// One member of the enclosing object, or its end.
BodyScanner::Stage BodyScanner::read_member() {
  if (first_ && take('}')) return Stage::rest;
  if (!first_) {
    if (take('}')) return Stage::rest;
    if (!take(',')) return Stage::failed;
    skip_space();
  }
  first_ = false;
  bool canonical = true;
  bool escaped = false;
  const std::size_t name = at_;
  if (here() != '"' || !skip_text(canonical, escaped)) return Stage::failed;
  const Result<Json> read = parse_json(text_.substr(name, at_ - name));
  skip_space();
  if (!read.ok() || !take(':')) return Stage::failed;
  skip_space();
  const bool rows = read.value == "rows" && here() == '[';
  if (rows ? has_rows_ || members_.contains("rows") : has_rows_ && read.value == "rows") return Stage::failed;
  if (rows) {
    ++at_;
    has_rows_ = first_ = true;
    return Stage::rows;
  }
  const std::size_t value = at_;
  if (!skip_value(1, canonical)) return Stage::failed;
  Result<Json> member = parse_json(text_.substr(value, at_ - value));
  const auto [place, added] = members_.try_emplace(read.value.text());
  if (!member.ok() || !added) return Stage::failed;
  *place = std::move(member.value);
  return Stage::member;
}

// One element of the rows, or their end.
BodyScanner::Stage BodyScanner::read_element() {
  const Stage after = bare_ ? Stage::rest : Stage::member;
  if (take(']')) {
    first_ = false;
    return after;
  }
  if (!first_) {
    if (!take(',')) return Stage::failed;
    skip_space();
  }
  first_ = false;
  if (!read_row()) return Stage::failed;
  skip_space();
  // A comma promises another one.
  return here() == ',' || here() == ']' ? Stage::rows : Stage::failed;
}

bool BodyScanner::read_row() {
  const std::size_t row = at_;
  bool canonical = true;
  if (here() != '{') return skip_value(depth_, canonical) && end_row(row, false);
  return read_row_members(row, canonical) && end_row(row, canonical);
}

bool BodyScanner::end_row(std::size_t row, bool canonical) {
  if (canonical && at_ - row <= row_bytes_max) return rows_.add(row, at_, found_);
  // Whether it is JSON, and names no member twice.
  if (!parse_json(text_.substr(row, at_ - row)).ok()) return false;
  rows_.add_unread(row, at_);
  return true;
}

bool BodyScanner::read_row_members(std::size_t row, bool& canonical) {
  found_.clear();
  ++at_;
  skip_space();
  if (take('}')) return true;
  while (true) {
    BodyRows::Member& member = found_.emplace_back();
    if (!read_row_name(member, found_.size() - 1, canonical)) return false;
    skip_space();
    member.begin = at_ - row;
    if (!skip_value(depth_ + 1, canonical)) return false;
    member.end = at_ - row;
    skip_space();
    if (take('}')) return true;
    if (!take(',')) return false;
    skip_space();
  }
}

bool BodyScanner::read_row_name(BodyRows::Member& member, std::size_t count, bool& canonical) {
  const std::string_view guess = rows_.guess(count);
  if (!guess.empty() && text_.substr(at_, guess.size()) == guess) {
    member.name = text_.substr(at_ + 1, guess.size() - 3);
    at_ += guess.size();
    return true;
  }
  const std::size_t name = at_ + 1;
  bool escaped = false;
  if (here() != '"' || !skip_text(canonical, escaped)) return false;
  if (escaped) canonical = false;
  member.name = text_.substr(name, at_ - 1 - name);
  skip_space();
  return take(':');
}

bool BodyScanner::skip_value(std::size_t depth, bool& canonical) {
  bool escaped = false;
  switch (here()) {
    case '"':
      return skip_text(canonical, escaped);
    case '{':
      return depth < json_depth_max && skip_object(depth + 1, canonical);
    case '[':
      return depth < json_depth_max && skip_array(depth + 1, canonical);
    case 't':
      return skip_word("true");
    case 'f':
      return skip_word("false");
    case 'n':
      return skip_word("null");
    default:
      return skip_number(canonical);
  }
}

bool BodyScanner::skip_object(std::size_t depth, bool& canonical) {
  const auto skip_inner_space = [&] {
    const std::size_t before = at_;
    skip_space();
    if (at_ != before) canonical = false;
  };
  std::string_view last;
  ++at_;
  skip_inner_space();
  if (take('}')) return true;
  for (bool first = true;; first = false) {
    const std::size_t begin = at_ + 1;
    bool escaped = false;
    if (here() != '"' || !skip_text(canonical, escaped)) return false;
    const std::string_view name = text_.substr(begin, at_ - 1 - begin);
    if (escaped || (!first && name <= last)) canonical = false;
    last = name;
    skip_inner_space();
    if (!take(':')) return false;
    skip_inner_space();
    if (!skip_value(depth, canonical)) return false;
    skip_inner_space();
    if (take('}')) return true;
    if (!take(',')) return false;
    skip_inner_space();
  }
}

bool BodyScanner::skip_array(std::size_t depth, bool& canonical) {
  const auto skip_inner_space = [&] {
    const std::size_t before = at_;
    skip_space();
    if (at_ != before) canonical = false;
  };
  ++at_;
  skip_inner_space();
  if (take(']')) return true;
  while (true) {
    if (!skip_value(depth, canonical)) return false;
    skip_inner_space();
    if (take(']')) return true;
    if (!take(',')) return false;
    skip_inner_space();
  }
}

// Escapes that are not written back as they stand are left to parse_json(), with the row that holds them.
bool BodyScanner::skip_text(bool& canonical, bool& escaped) {
  ++at_;
  while (true) {
    at_ = plain_until(text_, at_);
    if (take('"')) return true;
    if (here() == '\\') {
      if (text_.size() - at_ < 2) return false;
      escaped = true;
      if (json_escape_letters.find(text_[at_ + 1]) == std::string_view::npos) canonical = false;
      at_ += 2;
    } else {
      const std::size_t bytes = static_cast<unsigned char>(here()) < 0x80 ? 0 : utf8_bytes(text_.substr(at_, 4));
      if (bytes == 0) return false;
      at_ += bytes;
    }
  }
}

bool BodyScanner::skip_word(std::string_view word) {
  if (text_.substr(at_, word.size()) != word) return false;
  at_ += word.size();
  return true;
}

bool BodyScanner::skip_number(bool& canonical) {
  const auto skip_digits = [&] {
    const std::size_t from = at_;
    while (is_digit(here())) ++at_;
    return text_.substr(from, at_ - from);
  };
  const bool negative = take('-');
  const std::string_view whole = here() == '0' ? text_.substr(at_++, 1) : skip_digits();
  if (whole.empty()) return false;
  const bool fraction = take('.');
  if (fraction) {
    const std::string_view digits = skip_digits();
    if (digits.empty()) return false;
    if (!is_short_decimal(whole, digits)) canonical = false;
  } else if (whole.size() > small_digits_max || (negative && whole == "0")) {
    canonical = false;
  }
  if (here() != 'e' && here() != 'E') return true;
  canonical = false;
  ++at_;
  if (!take('+')) take('-');
  return !skip_digits().empty();
}

}  // namespace tablattice
