#include "core/field_index.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/hash.hpp"
#include "core/sort_key.hpp"

namespace tablattice {
namespace {

std::uint64_t hash_of(std::string_view values) { return long_text_hash(values, 0); }

}  // namespace

std::string values_of(const std::vector<std::string>& fields, const Json& row) {
  static const Json missing;
  std::string values;
  for (const std::string& field : fields) {
    const auto found = row.is_object() ? row.find(field) : row.end();
    append_sort_key(found == row.end() ? missing : *found, false, values);
  }
  return values;
}

FieldIndex::FieldIndex(std::vector<std::string> fields) : fields_(std::move(fields)) {
  for (const std::string& field : fields_) places_.push_back(row_.use_member(field));
}

std::uint64_t FieldIndex::place_of(std::string_view text) {
  row_.read(text);
  std::string values;
  for (const RowFields::Place place : places_) values += row_.sort_key(place);
  return hash_of(values);
}

void FieldIndex::insert(const std::string& key, std::string_view text) { keys_[place_of(text)].push_back(&key); }

void FieldIndex::erase(const std::string& key, std::string_view text) {
  const auto place = keys_.find(place_of(text));
  Keys& keys = place->second;
  *std::find(keys.begin(), keys.end(), &key) = keys.back();
  keys.pop_back();
  if (keys.empty()) keys_.erase(place);
}

std::vector<std::string> FieldIndex::find(const std::string& values) const {
  std::vector<std::string> found;
  const auto place = keys_.find(hash_of(values));
  if (place == keys_.end()) return found;
  std::transform(place->second.begin(), place->second.end(), std::back_inserter(found),
                 [](const std::string* key) { return *key; });
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace tablattice
