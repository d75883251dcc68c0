// The part of Collection that tells what stands.
#include <algorithm>

#include "core/collection.hpp"

namespace tablattice {

const std::string* Collection::visible(const std::string& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : shown(found->second);
}

Json Collection::visible_json(const std::string& key) const {
  const std::string* text = visible(key);
  if (text == nullptr) return nullptr;
  Json row = parse_json(*text).value;
  drop_engine_members(row);
  return row;
}

const RowFact* Collection::confirmed(const std::string& key) const {
  const RowState* known = state(key);
  return known == nullptr ? nullptr : known->confirmed(order());
}

const RowState* Collection::state(const std::string& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : &found->second.state;
}

const RowState* Collection::state(const Place& place) const {
  return place.empty() ? nullptr : &place.row_->second.state;
}

Collection::Since Collection::stands_since(const Place& place) const {
  return place.empty() ? Since() : place.row_->second.since;
}

Collection::Since Collection::stands_since(const std::string& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? Since() : found->second.since;
}

std::vector<std::string> Collection::keys() const {
  std::vector<std::string> keys;
  keys.reserve(visible_count_);
  for (const auto& [key, entry] : rows_) {
    if (shown(entry) != nullptr) keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::vector<std::string> Collection::known_keys() const {
  std::vector<std::string> keys;
  keys.reserve(rows_.size());
  for (const auto& [key, entry] : rows_) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::vector<std::string> Collection::keys_in(std::size_t bucket) const {
  std::vector<std::string> keys;
  for (const Row* row = first_[bucket]; row != nullptr; row = row->second.next) keys.push_back(row->first);
  std::sort(keys.begin(), keys.end());
  return keys;
}

const FieldIndex* Collection::index_of(const std::vector<std::string>& fields) const {
  const auto by_them = [&](const FieldIndex& index) { return index.fields() == fields; };
  const auto index = std::find_if(indexes_.begin(), indexes_.end(), by_them);
  return index == indexes_.end() ? nullptr : &*index;
}

void Collection::index_by(const std::vector<std::string>& fields) {
  if (index_of(fields) != nullptr) return;
  FieldIndex& index = indexes_.emplace_back(fields);
  for (const auto& [key, entry] : rows_) {
    if (const std::string* text = shown(entry)) index.insert(key, *text);
  }
}

std::vector<std::string> Collection::keys_like(const std::vector<std::string>& fields, const Json& row) const {
  const std::string values = values_of(fields, row);
  const FieldIndex* index = index_of(fields);
  std::vector<std::string> keys = index == nullptr ? this->keys() : index->find(values);
  std::erase_if(keys, [&](const std::string& key) { return values_of(fields, visible_json(key)) != values; });
  return keys;
}

std::vector<std::string> Collection::confirmed_keys(std::uint64_t sequence) const {
  std::vector<std::string> keys;
  for_each_confirmed([&](const std::string& key, const RowFact& fact, std::uint32_t /*mark*/) {
    if (fact.sequence <= sequence) keys.push_back(key);
  });
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace tablattice
