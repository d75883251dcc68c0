// What a reader of a view knows: every patch applied to what it had. It keeps nothing that a patch does not tell.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/json.hpp"

namespace tablattice {

class ViewClient {
 public:
  // Returns what is wrong with the patch by the contract (host-contract.md, "Views"), or an empty string.
  std::string apply(const std::string& patch_text);

  [[nodiscard]] const Json& total() const { return total_; }
  [[nodiscard]] const std::vector<std::string>& order() const { return order_; }
  [[nodiscard]] const Json& aggregates() const { return aggregates_; }
  // The texts of the window's rows, in order.
  [[nodiscard]] std::vector<std::string> rows() const;

 private:
  std::string apply_order(const Json& order);
  std::string apply_rows(const Json& rows);
  std::string drop_rows_out_of_window();

  bool first_ = true;
  Json total_;
  Json aggregates_;
  std::vector<std::string> order_;
  std::map<std::string, std::string> rows_;
};

}  // namespace tablattice
