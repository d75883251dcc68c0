// A condition tested on one row.
#pragma once

#include <string>

#include "core/row_test.hpp"

namespace tablattice {

inline bool row_matches(const Condition& condition, const Json& row) {
  RowFields fields;
  const RowTest test(condition, fields);
  const std::string text = dump_json(row);
  fields.read(text);
  return test.holds();
}

}  // namespace tablattice
