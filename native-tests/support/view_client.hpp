// What a reader of a view knows: every patch applied to what it had. It keeps nothing that a patch does not tell.
#pragma once

#include <string>
#include <vector>

#include "core/json.hpp"

namespace tablattice {

class ViewClient {
 public:
  // Returns what is wrong with the patch by the contract (host-contract.md, "Views"), or an empty string.
  std::string apply(const std::string& patch_text);

  [[nodiscard]] const Json& total() const { return total_; }
  // By name; of those with groups [[group, value], …].
  [[nodiscard]] const Json& aggregates() const { return aggregates_; }
  // The texts of the window's rows, in order.
  [[nodiscard]] const std::vector<std::string>& rows() const { return rows_; }

 private:
  std::string apply_splices(const Json& splices);
  std::string apply_groups(const std::string& name, const Json& groups);

  bool first_ = true;
  Json total_;
  Json aggregates_ = Json::object();
  std::vector<std::string> rows_;
};

// The patch of one view among those that the engine's read_views() gives; `{}` where it has none there.
inline std::string patch_of(int handle, const std::string& patches) {
  for (const Json& patch : Json::parse(patches)) {
    if (patch[0] == handle) return dump_json(patch[1]);
  }
  return "{}";
}

}  // namespace tablattice
