#include "core/event_rows.hpp"

#include <algorithm>

#include "core/row_marks.hpp"
#include "core/text_compare.hpp"

namespace tablattice {
namespace {

constexpr std::size_t openings_max = 64;

std::uint32_t offset(std::size_t bytes) { return static_cast<std::uint32_t>(bytes); }

std::string_view name_in(std::string_view opening) { return opening.substr(2, opening.size() - 4); }

// Goes behind what a member begins with, and notes it. False where it is not written as dump_json() writes it, or does not
// belong behind the name `last`.
bool learn_opening(JsonScanner& scanner, std::size_t count, std::string_view last, RowOpenings& openings) {
  const std::size_t begin = scanner.place();
  bool canonical = true;
  bool escaped = false;
  scanner.take(scanner.here());
  if (scanner.here() != '"' || !scanner.skip_text(canonical, escaped) || !scanner.take(':')) return false;
  const std::string_view opening = scanner.since(begin);
  const std::string_view name = name_in(opening);
  if (escaped || name.starts_with('$') || (count > 0 && !text_before(last, name))) return false;
  openings.resize(std::min(count, openings.size()));
  if (count < openings_max) openings.emplace_back(opening);
  return true;
}

}  // namespace

std::string_view EventRows::text(std::size_t index) const {
  const Row& row = rows_[index];
  return std::string_view(text_).substr(row.begin, row.end - row.begin);
}

void EventRows::add_text(std::string_view text) {
  if (!text_.empty()) text_ += ',';
  rows_.push_back({offset(text_.size()), offset(text_.size() + text.size()), offset(members_.size())});
  text_ += text;
}

void EventRows::clear() { *this = EventRows(); }

bool EventRows::take_elements(JsonScanner& scanner, std::size_t depth, RowOpenings& openings) {
  const std::size_t first = scanner.place();
  do {
    if (take_row(scanner, first, depth, openings)) continue;
    clear();
    return false;
  } while (scanner.take(','));
  text_ = scanner.since(first);
  return true;
}

bool EventRows::take_row(JsonScanner& scanner, std::size_t first, std::size_t depth, RowOpenings& openings) {
  constexpr std::size_t usual_members = 12;
  if (members_.empty()) members_.reserve(usual_members);
  Row row{offset(scanner.place() - first), 0, offset(members_.size())};
  std::string_view last;
  for (std::size_t count = 0; scanner.here() == (count == 0 ? '{' : ','); ++count) {
    const std::size_t begin = scanner.place();
    const bool known = count < openings.size() && scanner.take(openings[count]);
    if (!known && !learn_opening(scanner, count, last, openings)) return false;
    last = name_in(scanner.since(begin));
    const std::size_t value = scanner.place();
    bool canonical = true;
    if (!scanner.skip_value(depth + 1, canonical) || !canonical) return false;
    const std::size_t name = begin + 2 - first;
    members_.push_back(
        {offset(name), offset(name + last.size()), offset(value - first), offset(scanner.place() - first)});
  }
  if (!scanner.take('}')) return false;
  row.end = offset(scanner.place() - first);
  rows_.push_back(row);
  return true;
}

std::string_view EventRows::value_of(std::size_t index, std::string_view name) const {
  const std::size_t end = index + 1 < rows_.size() ? rows_[index + 1].members : members_.size();
  for (std::size_t place = rows_[index].members; place < end; ++place) {
    const Member& member = members_[place];
    const std::size_t size = member.name_end - member.name;
    if (size == name.size() && same_text({text_.data() + member.name, size}, name))
      return {text_.data() + member.value, member.value_end - member.value};
  }
  return {};
}

std::optional<RowTextView> EventRows::read(std::size_t index, const Collection& collection) const {
  const CollectionOptions& options = collection.options();
  const std::string_view version = options.version_field ? value_of(index, *options.version_field) : std::string_view();
  return read_row_marks(collection, value_of(index, options.key_field), version, text(index));
}

}  // namespace tablattice
