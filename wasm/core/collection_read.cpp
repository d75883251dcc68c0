// The part of Collection that checks what is told as a row.
#include <algorithm>
#include <utility>

#include "core/collection.hpp"

namespace tablattice {
namespace {

// A field's place below `where`, as in a JSON pointer.
std::string field_place(const std::string& where, const std::string& field) {
  std::string place = where + "/";
  for (const char letter : field) place += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
  return place;
}

Result<std::string> read_key(const CollectionOptions& options, const Json& row) {
  const auto key = row.find(options.key_field);
  if (key == row.end()) return problem("key_invalid", "A row has no '" + options.key_field + "'.");
  return key_text(*key, {});
}

Result<Version> read_version(const CollectionOptions& options, const Json& row) {
  const auto told = row.find(*options.version_field);
  if (told == row.end() || told->is_null()) {
    return problem("version_missing", "A row has no '" + *options.version_field + "'.");
  }
  auto version = Version::from_json(*told);
  if (version) return *std::move(version);
  return problem("version_form", "A row's version is neither a whole number nor an ISO-8601 instant.");
}

// The row's text without engine members, which are rare: a copy is made only where there are some.
std::string bare_text(const Json& row) {
  const Json::Members& members = row.members();
  const auto engines = [](const JsonMember& member) { return member.name.starts_with('$'); };
  if (std::none_of(members.begin(), members.end(), engines)) return dump_json(row);
  Json bare = row;
  drop_engine_members(bare);
  return dump_json(bare);
}

}  // namespace

Result<RowText> Collection::read_row(const Json& value, const std::string& where) const {
  RowText row;
  Status status = read_marks(value, where, row);
  if (!status.ok()) return status;
  row.text = bare_text(value);
  return row;
}

Status Collection::check_row(const Json& value, const std::string& where) const {
  RowText row;
  return read_marks(value, where, row);
}

// Its key and version.
Status Collection::read_marks(const Json& value, const std::string& where, RowText& row) const {
  if (!value.is_object()) return problem("row_invalid", "A row is not a JSON object.", where);
  Result<std::string> key = read_key(options_, value);
  if (!key.ok()) {
    key.status.where = field_place(where, options_.key_field);
    return key.status;
  }
  row.key = std::move(key.value);
  if (!options_.version_field) return {};
  Result<Version> version = read_version(options_, value);
  if (!version.ok() && rung() != Rung::plain) {
    version.status.where = field_place(where, *options_.version_field);
    return version.status;
  }
  row.version = std::move(version.value);
  return {};
}

}  // namespace tablattice
