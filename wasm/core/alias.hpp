// Temporary keys and the server's keys for the same rows, as creates were answered.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tablattice {

inline constexpr const char* temporary_key_prefix = "temporary:";
// Whether a canonical key text is that of a key which a client has made where the server makes them.
bool is_temporary_key(const std::string& key);

// A grow-only set of pairs. A server that answered one create twice has made two rows: both pairs are kept, and the
// temporary key's mutations show on the row of the greatest key, so every order of hearing ends alike. One step only: a
// server's key is never a temporary one, and nothing can run in circles.
class Aliases {
 public:
  // False where the pair is known, or names one key twice.
  bool join(const std::string& temporary_key, const std::string& key);
  // The row on which mutations that name `key` show: `key` itself where it has no alias.
  [[nodiscard]] const std::string& home(const std::string& key) const;
  // The server's keys that were told for a temporary key.
  [[nodiscard]] const std::set<std::string>& keys_of(const std::string& temporary_key) const;
  // The temporary keys for which this one was told.
  [[nodiscard]] const std::set<std::string>& temporary_keys_of(const std::string& key) const;
  // All pairs: temporary key, key.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs() const;

 private:
  std::map<std::string, std::set<std::string>> keys_;
  std::map<std::string, std::set<std::string>> temporary_keys_;
};

}  // namespace tablattice
