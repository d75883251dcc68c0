#include "core/event_rows.hpp"

#include "core/row_marks.hpp"
#include "core/text_compare.hpp"

namespace tablattice {
namespace {

std::uint32_t offset(std::size_t bytes) { return static_cast<std::uint32_t>(bytes); }

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

bool EventRows::take_elements(JsonScanner& scanner, std::size_t depth) {
  const std::size_t first = scanner.place();
  do {
    if (take_row(scanner, first, depth)) continue;
    clear();
    return false;
  } while (scanner.take(','));
  text_ = scanner.since(first);
  return true;
}

bool EventRows::take_row(JsonScanner& scanner, std::size_t first, std::size_t depth) {
  constexpr std::size_t usual_members = 12;
  if (members_.empty()) members_.reserve(usual_members);
  Row row{offset(scanner.place() - first), 0, offset(members_.size())};
  std::string_view last;
  for (char before = '{'; scanner.take(before); before = ',') {
    const std::size_t begin = scanner.place();
    bool canonical = true;
    bool escaped = false;
    if (scanner.here() != '"' || !scanner.skip_text(canonical, escaped)) return false;
    const std::string_view quoted = scanner.since(begin);
    const std::string_view name = quoted.substr(1, quoted.size() - 2);
    const bool in_order = members_.size() == row.members || text_before(last, name);
    if (escaped || !in_order || name.starts_with('$') || !scanner.take(':')) return false;
    last = name;
    const std::size_t value = scanner.place();
    if (!scanner.skip_value(depth + 1, canonical) || !canonical) return false;
    const std::size_t from = begin + 1 - first;
    members_.push_back(
        {offset(from), offset(from + name.size()), offset(value - first), offset(scanner.place() - first)});
  }
  if (!scanner.take('}')) return false;
  row.end = offset(scanner.place() - first);
  rows_.push_back(row);
  return true;
}

std::string_view EventRows::value_of(std::size_t index, std::string_view name) const {
  const std::string_view all = text_;
  const std::size_t end = index + 1 < rows_.size() ? rows_[index + 1].members : members_.size();
  for (std::size_t place = rows_[index].members; place < end; ++place) {
    const Member& member = members_[place];
    if (same_text(all.substr(member.name, member.name_end - member.name), name))
      return all.substr(member.value, member.value_end - member.value);
  }
  return {};
}

std::optional<RowTextView> EventRows::read(std::size_t index, const Collection& collection) const {
  const CollectionOptions& options = collection.options();
  const std::string_view version = options.version_field ? value_of(index, *options.version_field) : std::string_view();
  return read_row_marks(collection, value_of(index, options.key_field), version, text(index));
}

}  // namespace tablattice
