// Finds the rows of a body. What it accepts is JSON as parse_json() reads it; a value that is not written as dump_json()
// would write it makes its row one that is read the long way.
#include "core/body_rows.hpp"
#include "core/status.hpp"

namespace tablattice {
namespace {

constexpr std::size_t row_bytes_max = 65'535;  // a longer row is read the long way

}  // namespace

bool BodyScanner::advance(std::size_t bytes) {
  const std::size_t until = bytes < text().size() - place() ? place() + bytes : text().size() + 1;
  if (text().size() > ~std::uint32_t{0}) stage_ = Stage::failed;
  while (stage_ != Stage::done && stage_ != Stage::failed) {
    if (place() >= until) return true;
    skip_space();
    if (stage_ == Stage::start) {
      stage_ = begin();
    } else if (stage_ == Stage::member) {
      stage_ = read_member();
    } else if (stage_ == Stage::rows) {
      stage_ = read_element();
    } else {
      stage_ = at_end() ? Stage::done : Stage::failed;
    }
  }
  return false;
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
  const std::size_t name = place();
  if (here() != '"' || !skip_text(canonical, escaped)) return Stage::failed;
  const Result<Json> read = parse_json(since(name));
  skip_space();
  if (!read.ok() || !take(':')) return Stage::failed;
  skip_space();
  const bool rows = read.value == "rows" && here() == '[';
  if (rows ? has_rows_ || members_.contains("rows") : has_rows_ && read.value == "rows") return Stage::failed;
  if (rows) {
    take('[');
    has_rows_ = first_ = true;
    return Stage::rows;
  }
  const std::size_t value = place();
  if (!skip_value(1, canonical)) return Stage::failed;
  Result<Json> member = parse_json(since(value));
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
  const std::size_t row = place();
  bool canonical = true;
  if (here() != '{') return skip_value(depth_, canonical) && end_row(row, false);
  return read_row_members(row, canonical) && end_row(row, canonical);
}

bool BodyScanner::end_row(std::size_t row, bool canonical) {
  if (canonical && place() - row <= row_bytes_max) return rows_.add(row, place(), found_);
  // Whether it is JSON, and names no member twice.
  if (!parse_json(since(row)).ok()) return false;
  rows_.add_unread(row, place());
  return true;
}

bool BodyScanner::read_row_members(std::size_t row, bool& canonical) {
  found_.clear();
  take('{');
  skip_space();
  if (take('}')) return true;
  while (true) {
    BodyRows::Member& member = found_.emplace_back();
    if (!read_row_name(member, found_.size() - 1, canonical)) return false;
    skip_space();
    member.begin = place() - row;
    if (!skip_value(depth_ + 1, canonical)) return false;
    member.end = place() - row;
    skip_space();
    if (take('}')) return true;
    if (!take(',')) return false;
    skip_space();
  }
}

bool BodyScanner::read_row_name(BodyRows::Member& member, std::size_t count, bool& canonical) {
  const std::string_view guess = rows_.guess(count);
  const std::size_t name = place() + 1;
  if (!guess.empty() && take(guess)) {
    member.name = text().substr(name, guess.size() - 3);
    member.guessed = true;
    return true;
  }
  bool escaped = false;
  if (here() != '"' || !skip_text(canonical, escaped)) return false;
  if (escaped) canonical = false;
  member.name = text().substr(name, place() - 1 - name);
  skip_space();
  return take(':');
}

}  // namespace tablattice
