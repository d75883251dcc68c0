#include "core/alias.hpp"

namespace tablattice {
namespace {

const std::set<std::string>& found_in(const std::map<std::string, std::set<std::string>>& pairs,
                                      const std::string& key) {
  static const std::set<std::string> none;
  const auto found = pairs.find(key);
  return found == pairs.end() ? none : found->second;
}

}  // namespace

bool is_temporary_key(const std::string& key) {
  return key.compare(1, std::char_traits<char>::length(temporary_key_prefix), temporary_key_prefix) == 0;
}

bool Aliases::join(const std::string& temporary_key, const std::string& key) {
  if (temporary_key == key || !keys_[temporary_key].insert(key).second) return false;
  temporary_keys_[key].insert(temporary_key);
  return true;
}

const std::string& Aliases::home(const std::string& key) const {
  const auto& keys = keys_of(key);
  return keys.empty() ? key : *keys.rbegin();
}

std::vector<std::pair<std::string, std::string>> Aliases::pairs() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [temporary_key, keys] : keys_) {
    for (const std::string& key : keys) pairs.emplace_back(temporary_key, key);
  }
  return pairs;
}

const std::set<std::string>& Aliases::keys_of(const std::string& temporary_key) const {
  return found_in(keys_, temporary_key);
}

const std::set<std::string>& Aliases::temporary_keys_of(const std::string& key) const {
  return found_in(temporary_keys_, key);
}

}  // namespace tablattice
