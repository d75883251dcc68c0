#include "simulation/ledger.hpp"

#include <algorithm>
#include <utility>

namespace tablattice::simulation {
namespace {

const std::vector<std::size_t> none;

template <typename Map, typename Key>
const std::vector<std::size_t>& entry(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? none : found->second;
}

}  // namespace

Deed& Ledger::add(Deed deed) {
  deed.index = deeds_.size();
  by_name_[deed.name] = deed.index;
  if (!deed.token.empty()) by_token_[deed.token].push_back(deed.index);
  by_row_[{deed.collection, deed.key}].push_back(deed.index);
  for (const std::string& key : homes(deed.key)) by_row_[{deed.collection, key}].push_back(deed.index);
  deeds_.push_back(std::move(deed));
  return deeds_.back();
}

Deed* Ledger::find(const std::string& name) {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &deeds_[found->second];
}

const std::vector<std::size_t>& Ledger::writers(const std::string& token) const { return entry(by_token_, token); }

const std::vector<std::size_t>& Ledger::on_row(std::size_t collection, const std::string& key) const {
  return entry(by_row_, std::pair(collection, key));
}

void Ledger::alias(std::size_t collection, const std::string& temporary_key, const std::string& key) {
  aliases_[temporary_key].push_back(key);
  auto& target = by_row_[{collection, key}];
  for (const std::size_t index : entry(by_row_, std::pair(collection, temporary_key))) target.push_back(index);
}

const std::vector<std::string>& Ledger::homes(const std::string& key) const {
  static const std::vector<std::string> none_known;
  const auto found = aliases_.find(key);
  return found == aliases_.end() ? none_known : found->second;
}

const std::string& Ledger::home(const std::string& key) const {
  const auto& known = homes(key);
  return known.empty() ? key : known.front();
}

bool Ledger::is_at(const Deed& deed, const std::string& key) const {
  const auto& known = homes(deed.key);
  return deed.key == key || std::find(known.begin(), known.end(), key) != known.end();
}

}  // namespace tablattice::simulation
