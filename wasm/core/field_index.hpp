// Rows by the values of some of their fields: so a check finds those that it must compare with, without a pass over all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/json.hpp"
#include "core/row_fields.hpp"

namespace tablattice {

// The values of these members of a row, as bytes that are equal where they are: a missing one is null, 1 is 1.0.
std::string values_of(const std::vector<std::string>& fields, const Json& row);

class FieldIndex {
 public:
  explicit FieldIndex(std::vector<std::string> fields);

  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
  // The row of that key looks so. `key` stays where it is until it is erased.
  void insert(const std::string& key, std::string_view text);
  // It looked so, and does no more. O(rows of the same values).
  void erase(const std::string& key, std::string_view text);
  // The keys of all rows with these values (values_of), and perhaps of others; in order.
  [[nodiscard]] std::vector<std::string> find(const std::string& values) const;

 private:
  using Keys = std::vector<const std::string*>;

  [[nodiscard]] std::uint64_t place_of(std::string_view text);

  std::vector<std::string> fields_;
  RowFields row_;
  std::vector<RowFields::Place> places_;          // in it, of the fields
  std::unordered_map<std::uint64_t, Keys> keys_;  // by the hash of the values
};

}  // namespace tablattice
