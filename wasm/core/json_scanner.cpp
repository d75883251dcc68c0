#include "core/json_scanner.hpp"

#include "core/json.hpp"
#include "core/json_syntax.hpp"
#include "core/utf8.hpp"

namespace tablattice {
namespace {

constexpr std::size_t small_digits_max = 15;  // such numbers are kept exactly by whatever reads them

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

bool JsonScanner::skip_value(std::size_t depth, bool& canonical) {
  bool escaped = false;
  switch (here()) {
    case '"':
      return skip_text(canonical, escaped);
    case '{':
      return depth < json_depth_max && skip_object(depth + 1, canonical);
    case '[':
      return depth < json_depth_max && skip_array(depth + 1, canonical);
    case 't':
      return take("true");
    case 'f':
      return take("false");
    case 'n':
      return take("null");
    default:
      return skip_number(canonical);
  }
}

void JsonScanner::skip_inner_space(bool& canonical) {
  const std::size_t before = at_;
  skip_space();
  if (at_ != before) canonical = false;
}

bool JsonScanner::skip_object(std::size_t depth, bool& canonical) {
  std::string_view last;
  ++at_;
  skip_inner_space(canonical);
  if (take('}')) return true;
  for (bool first = true;; first = false) {
    const std::size_t begin = at_ + 1;
    bool escaped = false;
    if (here() != '"' || !skip_text(canonical, escaped)) return false;
    const std::string_view name = text_.substr(begin, at_ - 1 - begin);
    if (escaped || (!first && name <= last)) canonical = false;
    last = name;
    skip_inner_space(canonical);
    if (!take(':')) return false;
    skip_inner_space(canonical);
    if (!skip_value(depth, canonical)) return false;
    skip_inner_space(canonical);
    if (take('}')) return true;
    if (!take(',')) return false;
    skip_inner_space(canonical);
  }
}

bool JsonScanner::skip_array(std::size_t depth, bool& canonical) {
  ++at_;
  skip_inner_space(canonical);
  if (take(']')) return true;
  while (true) {
    if (!skip_value(depth, canonical)) return false;
    skip_inner_space(canonical);
    if (take(']')) return true;
    if (!take(',')) return false;
    skip_inner_space(canonical);
  }
}

// Escapes that are not written back as they stand are left to parse_json(), with the value that holds them.
bool JsonScanner::skip_text(bool& canonical, bool& escaped) {
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

std::string_view JsonScanner::skip_plain() {
  const std::size_t from = at_;
  at_ = plain_until(text_, at_);
  return since(from);
}

std::string_view JsonScanner::skip_digits() {
  const std::size_t from = at_;
  while (is_digit(here())) ++at_;
  return since(from);
}

bool JsonScanner::skip_number(bool& canonical) {
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
